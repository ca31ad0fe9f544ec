# SPDX-License-Identifier: Apache-2.0
# pipenv makes up a file name, and a URL, and writes each hash as a file of that name: any of them may be the one. In other tools' locks, two
# hashes of one file exclude each other, and saying that pipenv wrote it does not excuse one more.
one=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
two=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
repo
lock() { # TOOL URL HASH...
	printf 'lock-version = "1.0"\ncreated-by = "%s"\n\n[[packages]]\nname = "a"\nversion = "1.0"\nindex = "https://pypi.example.org/simple/"\nwheels = [\n' "$1"
	url=$2
	shift 2
	for h in "$@"; do printf '    {name = "a-1.0-py3-none-any.whl", %shashes = {sha256 = "%s"}},\n' "$url" "$h"; done
	printf ']\n'
}
below='url = "https://pypi.example.org/simple/a/a-1.0-py3-none-any.whl", '
lock pipenv '' $one | put name/pylock.toml
lock pipenv "$below" $one | put below/pylock.toml
lock uv "$below" $one | put uv/pylock.toml
commit c1
git checkout -q -b more
lock pipenv '' $one $two | put name/pylock.toml
lock pipenv "$below" $one $two | put below/pylock.toml
commit c2
git checkout -q -b other main
lock pipenv '' $two | put name/pylock.toml
commit c3
git checkout -q -b conflict main
lock uv "$below" $one $two | put uv/pylock.toml
commit c4
git checkout -q -b disguised main
lock pipenv "$below" $one $two | put uv/pylock.toml
commit c5
