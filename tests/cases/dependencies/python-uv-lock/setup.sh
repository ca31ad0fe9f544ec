# SPDX-License-Identifier: Apache-2.0
# uv.lock under the tamperings of the catalogue, each on a branch of its own; and what people do honestly.
A=$(printf 'a%.0s' $(seq 64)) B=$(printf 'b%.0s' $(seq 64)) C=$(printf 'c%.0s' $(seq 64))
HASH=', hash = "sha256:'$B'"' HOST=files.example.org FILE=idna-3.6-py3-none-any.whl REGISTRY=registry.example.org REST='' MORE='' RANGE='>=3'

lock() {
	put uv.lock <<-EOF
		version = 1
		revision = 3
		requires-python = ">=3.11"

		[[package]]
		name = "idna"
		version = "3.6"
		source = { registry = "https://$REGISTRY/simple" }
		sdist = { url = "https://files.example.org/1/idna-3.6.tar.gz", hash = "sha256:$A", size = 1 }
		wheels = [
		    { url = "https://$HOST/2/$FILE"$HASH, size = 1 },$MORE
		]

		[[package]]
		name = "shop"
		version = "0.1.0"
		source = { virtual = "." }
		dependencies = [
		    { name = "idna" },
		]

		[package.metadata]
		requires-dist = [{ name = "idna", specifier = "$RANGE" }]
		$REST
	EOF
}

# change NAME [VARIABLE=VALUE]: the lock with that difference, on a branch of its own out of main.
change() {
	git checkout -q -B "$1" main
	(eval "${2-}"; lock)
	commit "$1"
}

repo
printf '[project]\nname = "shop"\nversion = "0.1.0"\ndependencies = ["idna >=3"]\n' | put pyproject.toml
lock
commit base
change hash-changed 'HASH=", hash = \"sha256:$C\""'
change hash-removed 'HASH='
change hash-weakened 'HASH=", hash = \"md5:0123456789abcdef0123456789abcdef\""'
change hash-cut-off 'HASH=", hash = \"sha256:bbbb\""'
change second-hash 'MORE="
    { url = \"https://files.example.org/2/$FILE\", hash = \"sha256:$C\", size = 1 },"'
change other-host 'HOST=files.example.net'
change user-info 'HOST=files.example.org@files.example.net'
change other-package 'FILE=evil-3.6-py3-none-any.whl'
change other-version 'FILE=idna-3.1-py3-none-any.whl'
change other-registry 'REGISTRY=registry.example.net'
change orphan 'REST="
[[package]]
name = \"evil\"
version = \"1.0\"
source = { registry = \"https://registry.example.org/simple\" }
sdist = { url = \"https://files.example.org/3/evil-1.0.tar.gz\", hash = \"sha256:$C\", size = 1 }"'
change other-range 'RANGE=">=2"'
change conflict-marks 'REST="<<<<<<< ours"'
# Honest: one more wheel for the same version, a newer revision, other blanks.
change new-wheel 'MORE="
    { url = \"https://files.example.org/4/idna-3.6-cp311-cp311-win_amd64.whl\", hash = \"sha256:$C\", size = 1 },"'
git checkout -q -B reformatted main
sed 's/^revision = 3/revision = 4/; s/^    {/  {/; s/, size = 1//' uv.lock | put new
mv new uv.lock
commit reformatted
