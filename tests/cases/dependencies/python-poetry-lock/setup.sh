# SPDX-License-Identifier: Apache-2.0
# poetry.lock: another layout is no change; tamperings are.
A=$(printf 'a%.0s' $(seq 64)) B=$(printf 'b%.0s' $(seq 64)) C=$(printf 'c%.0s' $(seq 64))
SDIST="{file = \"idna-3.6.tar.gz\", hash = \"sha256:$A\"}"
WHEEL="{file = \"idna-3.6-py3-none-any.whl\", hash = \"sha256:$B\"}"

# two FILES [MORE]: lock-version 2.1.
two() {
	printf '[[package]]\nname = "idna"\nversion = "3.6"\ngroups = ["main"]\nfiles = [%s]\n%s\n[metadata]\nlock-version = "2.1"\n' "$1" "${2-}" | put poetry.lock
}

change() {
	git checkout -q -B "$1" main
	two "$2" "${3-}"
	commit "$1"
}

repo
printf '[tool.poetry.dependencies]\npython = "^3"\nIDNA = "^3"\n\n[[tool.poetry.source]]\nname = "own"\nurl = "https://registry.example.org/simple"\n' | put pyproject.toml
printf '[[package]]\nname = "idna"\nversion = "3.6"\ncategory = "main"\n\n[metadata]\nlock-version = "1.1"\n\n[metadata.files]\nidna = [\n    %s,\n    %s,\n]\n' "$SDIST" "$WHEEL" | put poetry.lock
commit base
change hash-changed "$SDIST, {file = \"idna-3.6-py3-none-any.whl\", hash = \"sha256:$C\"}"
change hash-removed "$SDIST, {file = \"idna-3.6-py3-none-any.whl\"}"
change files-emptied ''
change orphan "$SDIST, $WHEEL" "[[package]]
name = \"evil\"
version = \"1.0\"
files = [{file = \"evil-1.0.tar.gz\", hash = \"sha256:$C\"}]"
change other-source "$SDIST, $WHEEL" '[package.source]
type = "legacy"
url = "https://registry.example.net/simple"
reference = "own"'
# Honest: the layout of Poetry 2, and one more wheel.
change layout "$WHEEL, $SDIST"
change new-wheel "$SDIST, $WHEEL, {file = \"idna-3.6-py2-none-any.whl\", hash = \"sha256:$C\"}"
