# SPDX-License-Identifier: Apache-2.0
# A requirements file under the tamperings of the catalogue, each on a branch of its own; and what people do honestly.
A=$(printf 'a%.0s' $(seq 64)) B=$(printf 'b%.0s' $(seq 64)) C=$(printf 'c%.0s' $(seq 64))

# file LINE…: an index, one line that stays, and these.
file() {
	{
		printf -- '--index-url https://registry.example.org/simple\n\n'
		printf 'certifi==2024.2.2 \\\n    --hash=sha256:%s\n    # via requests\n' "$C"
		for line; do printf '%s\n' "$line"; done
	} | put requirements.txt
}

change() {
	git checkout -q -B "$1" main
	shift
	file "$@"
	commit "$(git symbolic-ref --short HEAD)"
}

repo
idna='idna==3.6 --hash=sha256:'
file "$idna$A --hash=sha256:$B"
commit base
change hashes-swapped "$idna$C"
change hashes-dropped 'idna==3.6'
change hash-weakened 'idna==3.6 --hash=md5:0123456789abcdef0123456789abcdef'
change hash-cut-off "$idna$A --hash=sha256:bb"
change version-opened 'idna>=3.6'
change by-url 'idna @ https://files.example.net/idna-3.6.tar.gz'
change second-index "$idna$A --hash=sha256:$B" '--extra-i https://registry.example.net/simple'
change trusted-host "$idna$A --hash=sha256:$B" '--trusted-host registry.example.org'
change invisible-line-end "$idna$A --hash=sha256:$B" "$(printf '# x\014--extra-index-url https://registry.example.net/simple')"
change other-coding
printf '# -*- coding: utf-7 -*-\n%s\n' "$idna$A" | put requirements.txt
commit utf-7
# Honest: a hash more, lines joined otherwise, comments, an upgrade.
change new-hash "$idna$A --hash=sha256:$B --hash=sha256:$C"
change upgrade "idna==3.7 --hash=sha256:$C"
change reformatted '# a comment' "IDNA == 3.6 ; python_version > '3' \\" "  --hash=sha256:$B \\" "  --hash=sha256:$A"
