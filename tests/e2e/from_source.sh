#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What a stranger does first: the Install step of ci-examples/github builds from a clone of depth 1;
# the quick start then runs in that clone, and again when its history is whole, and with one commit.
# The clone is of a repository made from this working tree, so that what is tested is what is here.
#
#   sh tests/e2e/from_source.sh BINARY      (the binary is not used: this builds its own)

set -eu
cd "$(dirname -- "$0")/../.."
root=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/source" "$scratch/home"
HOME=$scratch/home
export HOME

fail() {
	echo "FAIL: $*" >&2
	exit 1
}

# --- two commits, the second one small ---
tar -c --exclude=./build --exclude='./build-*' --exclude=./.git . | tar -x -C "$scratch/source"
cd "$scratch/source"
git init -q --template= -b main .
git config user.name 'Ada Writer'
git config user.email ada@example.org
mv README.md "$scratch/README.md"
git add -A
git commit -q -m 'All but the readme'
mv "$scratch/README.md" README.md
git add -A
git commit -q -m 'The readme'

# --- GitHub's Install step ---
RUNNER_TEMP=$scratch/runner GITHUB_PATH=$scratch/github_path SEAMGATE_SOURCE=file://$scratch/source
export RUNNER_TEMP GITHUB_PATH SEAMGATE_SOURCE
mkdir "$RUNNER_TEMP"
# tests/run.sh keeps what it has compiled of these files with these options.
if [ -d "${CCACHE_DIR:-}" ]; then
	CMAKE_C_COMPILER_LAUNCHER=ccache CCACHE_BASEDIR=$RUNNER_TEMP/seamgate
	export CMAKE_C_COMPILER_LAUNCHER CCACHE_BASEDIR
fi
python3 "$root/tests/e2e/yaml_steps.py" "$root/ci-examples/github/seamgate.yml" Install >"$scratch/install"
sh -eu "$scratch/install"
[ -x "$(cat "$GITHUB_PATH")/seamgate" ] || fail "the Install step made no binary where it said"

# --- the quick start in that clone ---
quickstart() {
	echo "== quick start: $1"
	(cd / && sh "$RUNNER_TEMP/seamgate/ci-examples/quickstart.sh") >"$scratch/out" 2>&1 || {
		cat "$scratch/out"
		fail "$1"
	}
	grep -q -- "$2" "$scratch/out" || { cat "$scratch/out" && fail "$1: no line \"$2\""; }
	grep -q 'secrets/aws-access-key-id' "$scratch/out" || fail "$1: the demonstration names no rule"
	[ "$(sed -n '/^--- 4/,$p' "$scratch/out" | grep -c seamgate)" = 3 ] || fail "$1: not three commands"
}
cd "$RUNNER_TEMP/seamgate"
quickstart 'a clone of depth 1' 'clone of depth 1'
git fetch -q --unshallow
quickstart 'a whole clone' '\$ seamgate run --base HEAD~1 --head HEAD'
GIT_DIR=$scratch/nowhere GIT_INDEX_FILE=$scratch/nothing CI=true GITHUB_ACTIONS=true
export GIT_DIR GIT_INDEX_FILE CI GITHUB_ACTIONS
quickstart 'with the variables of a hook and of a CI job' '\$ seamgate run --base HEAD~1 --head HEAD'
unset GIT_DIR GIT_INDEX_FILE
git checkout -q --orphan alone
git -c user.name=Ada -c user.email=ada@example.org commit -q -m 'one commit'
quickstart 'one commit' 'one commit: all of it is new'
rm -rf .git
quickstart 'no clone' 'is no clone'

# --- the ten minutes of checks/README.md ---
python3 "$root/tests/e2e/markdown_blocks.py" "$scratch" checks/README.md
echo 'CHECK(licences)' >>checks/checks.def
mkdir checks/licences
cp "$scratch"/checks+README.md.*.rules.yml rules/licences.yml
cp "$scratch"/checks+README.md.*.c checks/licences/licences.c
cmake -S . -B build >"$scratch/out" && ninja -C build seamgate >>"$scratch/out" && ! grep -q warning: "$scratch/out" || {
	tail -n 30 "$scratch/out"
	fail 'the check of checks/README.md does not build'
}
gate=$PWD/build/seamgate
git init -q --template= -b main "$scratch/repo"
cd "$scratch/repo"
git config user.name 'Ada Writer'
git config user.email ada@example.org
git commit -q --allow-empty -m start
mkdir src
echo 'int a;' >src/without.c
printf '/* SPDX-License-Identifier: %s */\nint b;\n' Apache-2.0 >src/with.c
echo 'int c;' >src/other.rs
git add -A
git commit -q -m sources
printf 'version: 1\nblock: warning\nchecks:\n  licences: {sources: ["src/**"]}\n' >"$scratch/policy.yml"
env -u CI -u GITHUB_ACTIONS "$gate" run --base HEAD~1 --check licences --policy "$scratch/policy.yml" >"$scratch/out" 2>&1 && code=0 || code=$?
cat "$scratch/out"
[ $code = 1 ] || fail "exit $code"
grep -q 'src/without.c:1:1' "$scratch/out" || fail 'a source without a licence'
grep -q 'src/other.rs:1:1' "$scratch/out" || fail 'a source of another language'
! grep -q 'src/with.c' "$scratch/out" || fail 'a source with its licence'
"$gate" policy check "$scratch"/checks+README.md.*.policy.yml
"$gate" list checks | grep -q '^licences ' || fail 'list checks'
"$gate" explain licences/missing-header | grep -q 'Nobody can tell' || fail 'explain'
"$gate" policy schema | grep -q '"licences"' || fail 'policy schema'
echo 'ok: a check in ten minutes'
