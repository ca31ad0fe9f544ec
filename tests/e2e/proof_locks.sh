#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What is vendored, committed and cached by the real cargo, go, npm, yarn 4 and pip: all of it must be proved as it is, which says
# that every digest computed here is the one that the tool computes; then each tampering is judged with and without caches, and
# beside it stands what the package manager itself does. The table at the end is that of docs/dependencies-proved.md.
#
#   sh tests/e2e/proof_locks.sh BINARY

set -eu
. "$(dirname -- "$0")/locks.lib"
for tool in cargo go npm node python3; do
	command -v "$tool" >/dev/null || exit 77
done
table=$scratch/table
: >"$table"
export CARGO_HOME="$scratch/caches/cargo" GOMODCACHE="$scratch/caches/go" GOFLAGS=-modcacherw
export npm_config_cache="$scratch/caches/npm" npm_config_update_notifier=false YARN_GLOBAL_FOLDER="$scratch/caches/yarn"
export YARN_ENABLE_TELEMETRY=0

# counted WORD: how many of it the last report counts.
counted() {
	python3 -c 'import json, sys
report = json.load(open(sys.argv[1]))
print([check["examined"].get(sys.argv[2], 0) for check in report["checks"] if check["name"] == "dependencies"][0])' \
		"$scratch/json" "$1"
}

# all_proved PROVED OPEN: a scan of what the tools made, nothing of which may be refuted.
all_proved() {
	base
	"$binary" scan --check dependencies --report "json=$scratch/json" >"$scratch/out" 2>&1 || die "a scan: exit $?"
	[ "$(counted proved)" -ge "$1" ] || die "$(counted proved) proved, not $1"
	[ "$(counted 'not proved')" -le "$2" ] || die "$(counted 'not proved') not proved, not $2"
	[ "$(counted refuted)" = 0 ] || die "$(counted refuted) refuted"
	echo "ok: $(basename "$PWD"): $(counted proved) proved, $(counted 'not proved') not proved"
}

# One judgement of the working tree: its exit code, with the caches or as if there were none.
judged_with() {
	"$binary" run --worktree --check dependencies >"$scratch/out" 2>&1 && echo 0 || echo $?
}

judged_without() {
	(
		unset CARGO_HOME GOMODCACHE npm_config_cache YARN_GLOBAL_FOLDER
		HOME=$scratch/none
		export HOME
		"$binary" run --worktree --check dependencies >"$scratch/bare" 2>&1 && echo 0 || echo $?
	)
}

# tampered WHAT WITHOUT WITH MANAGER…: the gate's exit codes, and what the package manager says to the same tree. $named is how the
# table calls it.
tampered() {
	what=$1 without=$2 with=$3
	shift 3
	[ "$(judged_without)" = "$without" ] || { cp "$scratch/bare" "$scratch/out"; die "$what: without caches not $without"; }
	[ "$(judged_with)" = "$with" ] || die "$what: with caches not $with"
	"$@" >"$scratch/manager" 2>&1 && theirs=accepts || theirs="refuses ($(sed -n 's/.*\(checksum\|EINTEGRITY\|HASHES\|failed to \(open\|read\)\).*/\1/p' "$scratch/manager" | head -n 1))"
	printf '| %s | %s | %s | `%s` %s |\n' "$what" "$without" "$with" "$named" "$theirs" >>"$table"
	git reset -q --hard
	git clean -q -d -f
	echo "ok: $what: exit $without, $with; $theirs"
}

# --- cargo ---
named='cargo check --offline --frozen'
mkdir -p "$scratch/crates/src" "$scratch/crates/.cargo"
cd "$scratch/crates"
git init -q
printf '[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\nitoa = "1"\ncfg-if = "1"\n' >Cargo.toml
echo 'fn main() { println!("{}", itoa::Buffer::new().format(3)); }' >src/main.rs
printf 'target\n' >.gitignore
cargo vendor >.cargo/config.toml 2>"$scratch/out" || exit 77
all_proved 4 0
list=vendor/itoa/.cargo-checksum.json

# listed HOW: the edited file's checksum is rewritten, or taken off the list.
listed() {
	python3 -c 'import hashlib, json, sys
how, path = sys.argv[1:]
listed = json.load(open(path))
listed["files"]["src/lib.rs"] = hashlib.sha256(open("vendor/itoa/src/lib.rs", "rb").read()).hexdigest()
if how == "drop":
    del listed["files"]["src/lib.rs"]
json.dump(listed, open(path, "w"))' "$1" "$list"
}
checked() {
	rm -rf target
	cargo check -q --offline --frozen
}
build=checked
echo '// more' >>vendor/itoa/src/lib.rs
tampered 'crate: a file edited' 1 1 $build
echo '// more' >>vendor/itoa/src/lib.rs
listed rewrite
tampered 'crate: edited, checksum rewritten' 1 1 $build
echo '// more' >>vendor/itoa/src/lib.rs
listed drop
tampered 'crate: edited, checksum dropped' 1 1 $build
echo 'fn main() { std::fs::write("ran", "").unwrap(); }' >vendor/itoa/build.rs
tampered 'crate: an unlisted build script' 1 1 $build
rm vendor/itoa/LICENSE-MIT
tampered 'crate: a listed file gone' 1 1 $build
sed -i 's/"package":"./"package":"x/' "$list"
tampered 'crate: another package hash' 1 1 $build

# --- go ---
mkdir "$scratch/modules"
cd "$scratch/modules"
git init -q
cat >main.go <<'EOF'
package main

import (
	"github.com/BurntSushi/toml"
	"golang.org/x/mod/semver"
)

func main() {
	var into map[string]string
	println(toml.Unmarshal(nil, &into) == nil, semver.IsValid("v1.0.0"))
}
EOF
printf 'module example.org/shop\n\ngo 1.20\n' >go.mod
go get golang.org/x/mod@v0.17.0 github.com/BurntSushi/toml@v1.3.2 >"$scratch/out" 2>&1 || exit 77
go mod vendor
all_proved 6 0
build="go build -mod=vendor -o /dev/null ."
named='go build -mod=vendor'
echo '// more' >>vendor/golang.org/x/mod/semver/semver.go
tampered 'go: a vendored file edited' 1 1 $build
echo 'package toml' >vendor/github.com/BurntSushi/toml/more.go
tampered 'go: a vendored file more' 1 1 $build
echo '// more' >>vendor/golang.org/x/mod/semver/semver.go
named='go mod verify'
tampered 'go: the same edit' 1 1 go mod verify
# The module goes to a folder of its own, alone and as one of a workspace whose vendor/ go makes anew.
named='go build -mod=vendor'
moved() {
	mkdir svc
	git mv go.mod go.sum main.go vendor svc/
}
workspace() {
	moved
	printf 'go 1.22\n\nuse ./svc\n' >go.work
	git rm -rqf svc/vendor
	go work vendor
}
for move in moved workspace; do
	$move
	[ "$(judged_without)" = 0 ] || { cp "$scratch/bare" "$scratch/out"; die "go: $move, and not edited: not 0"; }
	[ "$(judged_with)" = 0 ] || die "go: $move, and not edited: not 0 with caches"
	echo '// more' >>"$(find . -path '*/vendor/golang.org/x/mod/semver/semver.go')"
	tampered "go: the module moved ($move), and a vendored file edited" 1 1 go build -C svc -mod=vendor -o /dev/null .
done

# --- npm ---
mkdir -p "$scratch/tarballs/kept"
cd "$scratch/tarballs"
git init -q
printf 'node_modules\n' >.gitignore
npm pack -s left-pad@1.3.0 is-number@7.0.0 --pack-destination kept >"$scratch/out" 2>&1 || exit 77
printf '{"name": "shop", "version": "1.0.0"}\n' >package.json
npm install -s --ignore-scripts --no-audit --no-fund ./kept/is-number-7.0.0.tgz left-pad@1.3.0 is-odd@3.0.1 >"$scratch/out" 2>&1
all_proved 4 0
cp kept/left-pad-1.3.0.tgz kept/is-number-7.0.0.tgz
named='npm ci, empty cache'
tampered 'npm: a committed archive swapped' 1 1 npm ci --cache "$scratch/empty" --ignore-scripts --no-audit --no-fund

# --- yarn ---
mkdir "$scratch/tool"
npm install -s --ignore-scripts --no-audit --no-fund --prefix "$scratch/tool" @yarnpkg/cli-dist@4.5.0 >"$scratch/out" 2>&1 || exit 77
yarn() {
	node "$scratch/tool/node_modules/@yarnpkg/cli-dist/bin/yarn.js" "$@"
}
for level in 0 mixed; do
	mkdir "$scratch/zips-$level"
	cd "$scratch/zips-$level"
	git init -q
	printf 'enableGlobalCache: false\ncompressionLevel: %s\n' "$level" >.yarnrc.yml
	printf '{"name": "shop", "dependencies": {"left-pad": "1.3.0", "is-odd": "3.0.1", "@isaacs/ttlcache": "1.4.1"}}\n' >package.json
	yarn install >"$scratch/out" 2>&1 || die 'yarn install'
	all_proved 4 0
done
named='yarn install --immutable'
cp .yarn/cache/is-odd-*.zip "$(ls .yarn/cache/left-pad-*.zip)"
tampered 'yarn: a zip swapped' 1 1 yarn install --immutable
cp .yarn/cache/is-odd-*.zip .yarn/cache/right-pad-npm-1.0.0-0123456789-0123456789.zip
tampered 'yarn: a zip that no entry names' 1 1 yarn install --immutable

# --- pip ---
mkdir -p "$scratch/wheels/kept"
cd "$scratch/wheels"
git init -q
pip="python3 -m pip --disable-pip-version-check -q"
$pip download --no-deps -d kept six==1.16.0 idna==3.7 >"$scratch/out" 2>&1 || exit 77
mkdir site
$pip install --no-compile --no-deps --target site --no-index kept/idna-3.7-py3-none-any.whl >"$scratch/out" 2>&1
printf 'six==1.16.0 --hash=sha256:%s\n' "$(sha256sum kept/six-* | cut -c 1-64)" >requirements.txt
all_proved 2 2

# patched WHEEL: a line more in one of its modules, RECORD as it was.
patched() {
	python3 -c 'import sys, zipfile
old = zipfile.ZipFile(sys.argv[1])
members = [(info, old.read(info)) for info in old.infolist()]
with zipfile.ZipFile(sys.argv[1], "w") as new:
    for info, content in members:
        new.writestr(info, content + b"# more\n" if info.filename.endswith("six.py") or info.filename.endswith("core.py") else content)' "$1"
}
patched kept/six-1.16.0-py2.py3-none-any.whl
named='pip install --require-hashes'
tampered 'pip: a wheel with a hash patched' 1 1 $pip install --no-index --find-links kept --require-hashes -r requirements.txt --target "$scratch/into"
named='pip install'
patched kept/idna-3.7-py3-none-any.whl
tampered 'pip: a wheel without one patched' 1 1 $pip install --no-index --find-links kept idna==3.7 --target "$scratch/into"
named='pip check'
echo '# more' >>site/idna/core.py
tampered 'pip: an installed file edited' 1 1 $pip check
cat "$table"
