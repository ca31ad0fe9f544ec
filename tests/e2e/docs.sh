#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What the documents show is true: policies and rules files in them are valid, links lead somewhere, and the
# check that checks/README.md adds builds, and finds what it says.
#
#   sh tests/e2e/docs.sh BINARY

set -eu
binary=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
cd "$(dirname -- "$0")/../.."
root=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
HOME=$scratch
GIT_CONFIG_NOSYSTEM=1
export HOME GIT_CONFIG_NOSYSTEM
git config --global user.name 'Ada Writer'
git config --global user.email ada@example.org

# --- blocks and links ---
python3 "$root/tests/e2e/markdown_blocks.py" "$scratch" README.md gate/README.md checks/README.md tests/README.md docs/*.md
mkdir "$scratch/security"
cp "$scratch"/docs+policy.md.*.rules.yml "$scratch/security/rules.yml"
"$binary" rules test "$scratch/security/rules.yml"
"$binary" rules test "$scratch"/docs+rules.md.*.rules.yml
for policy in "$scratch"/*.policy.yml; do
	case $policy in
	*/checks+*) continue ;;
	esac
	"$binary" policy check "$policy" >"$scratch/out" 2>&1 || {
		cat "$policy" "$scratch/out"
		exit 1
	}
done
echo "ok: $(find "$scratch" -name '*.policy.yml' | wc -l) policies, and the links"

# --- the ten minutes of checks/README.md ---
mkdir "$scratch/tree"
tar -c --exclude=./build --exclude='./build-*' --exclude=./.git . | tar -x -C "$scratch/tree"
cd "$scratch/tree"
echo 'CHECK(licences)' >>checks/checks.def
mkdir checks/licences
cp "$scratch"/checks+README.md.*.rules.yml rules/licences.yml
cp "$scratch"/checks+README.md.*.c checks/licences/licences.c
cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DSEAMGATE_TESTS=OFF -DSEAMGATE_WERROR=ON >"$scratch/out" &&
	ninja -C build seamgate >"$scratch/out" || {
	tail -n 30 "$scratch/out"
	exit 1
}
git init -q -b main "$scratch/repo"
cd "$scratch/repo"
git commit -q --allow-empty -m start
mkdir src
echo 'int a;' >src/without.c
printf '/* SPDX-License-Identifier: %s */\nint b;\n' Apache-2.0 >src/with.c
echo 'int c;' >src/other.rs
git add -A
git commit -q -m sources
printf 'version: 1\nblock: warning\nchecks:\n  licences: {sources: ["src/**"]}\n' >"$scratch/policy.yml"
"$scratch/tree/build/seamgate" run --base HEAD~1 --check licences --policy "$scratch/policy.yml" >"$scratch/out" 2>&1 && code=0 || code=$?
cat "$scratch/out"
[ $code = 1 ]
grep -q 'src/without.c:1:1' "$scratch/out"
grep -q 'src/other.rs:1:1' "$scratch/out"
! grep -q 'src/with.c' "$scratch/out"
"$scratch/tree/build/seamgate" policy check "$scratch"/checks+README.md.*.policy.yml
"$scratch/tree/build/seamgate" list checks | grep -q '^licences '
"$scratch/tree/build/seamgate" explain licences/missing-header | grep -q 'Nobody can tell'
"$scratch/tree/build/seamgate" policy schema | grep -q '"licences"'
echo 'ok: a check in ten minutes'
