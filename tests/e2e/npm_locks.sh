#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A real project of some 300 packages, locked by npm itself. The reader must list the packages that `npm ls --all` lists;
# honest work on it (another version of the lock's format, another layout, an upgrade, a new package) must pass without a
# finding; and every way of tampering with it in npm_tamper.js must be blocked by the rule that is for it.
#
#   sh tests/e2e/npm_locks.sh BINARY

set -eu
seamgate=$(realpath "$1")
here=$(cd "$(dirname -- "$0")" && pwd)
dump=$(dirname "$seamgate")/tests/pins_dump
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0

fail() {
	echo "FAIL: $*" >&2
	failed=1
}

# Debian 12's own node is older than what npm 11 runs on.
node=$(node --version | cut -c2-)
[ "$(printf '%s\n%s\n' "$node" 20.17.0 | sort -V | head -n 1)" = 20.17.0 ] || {
	echo "FAILED: node $node is too old, 20.17 is needed (npm 11 runs on it): put a newer one into the PATH" >&2
	exit 1
}

# npm_lock [VERSION OF NPM]: locks the project in the current folder, downloading no package.
npm_lock() {
	npx -y "npm@${1:-11}" install --package-lock-only --ignore-scripts --no-audit --no-fund --prefer-offline \
		--omit-lockfile-registry-resolved=false >"$scratch/npm.log" 2>&1 || {
		cat "$scratch/npm.log" >&2
		exit 1
	}
}

# manifest EXPRESS MS: the project asks for these versions, and for what else makes it large.
manifest() {
	cat >package.json <<EOF
{
  "name": "shop",
  "version": "1.0.0",
  "dependencies": {"express": "$1", "lodash4": "npm:lodash@^4.17.0"},
  "devDependencies": {"jest": "^27.0.0", "ms": "$2"},
  "optionalDependencies": {"fsevents": "^2.0.0"}
}
EOF
}

commit() {
	git add -A
	git -c user.name=Ada -c user.email=ada@example.org commit -q --allow-empty -m "$1"
}

# judge WHAT CODE RULE: judges the working tree against main.
judge() {
	git checkout -q -B topic main
	commit "$1"
	code=0
	"$seamgate" run --base main --head HEAD >"$scratch/out" 2>&1 || code=$?
	[ "$code" = "$2" ] || fail "$1: exit $code, not $2: $(cat "$scratch/out")"
	if [ -n "$3" ]; then
		grep -q "dependencies/$3" "$scratch/out" || fail "$1: not found by $3: $(cat "$scratch/out")"
	elif grep -q 'dependencies/' "$scratch/out"; then
		fail "$1: a finding: $(cat "$scratch/out")"
	fi
	git checkout -q main
}

tamper() {
	node "$here/npm_tamper.js" "$1" package-lock.json
}

mkdir "$scratch/project"
cd "$scratch/project"
git init -q -b main .
echo node_modules >.gitignore

# --- npm 6 to 11: the format changes, nothing else ---
manifest '^4.17.0' 2.1.2
npm_lock 6
[ "$(node -p 'require("./package-lock.json").lockfileVersion')" = 1 ] || fail 'npm 6 writes another format'
"$dump" npm-lock package-lock.json | cut -f 1,2 | sort -u >"$scratch/old"
commit base
npm_lock 11
cp package-lock.json "$scratch/new.json"
git checkout -q package-lock.json
node -e 'const file = "package-lock.json", fs = require("fs"), lock = JSON.parse(fs.readFileSync(file))
const strip = all => Object.values(all || {}).forEach(entry => { delete entry.resolved; strip(entry.dependencies) })
strip(lock.dependencies)
fs.writeFileSync(file, JSON.stringify(lock, null, 2) + "\n")'
commit 'npm 6 that took all from its cache writes no URLs'
npm_lock 11
judge 'npm 6 without URLs to 11' 0 ''
git reset -q --hard HEAD~1
cp "$scratch/new.json" package-lock.json
"$dump" npm-lock package-lock.json | cut -f 1,2 | sort -u >"$scratch/new"
diff "$scratch/old" "$scratch/new" >&2 || fail 'npm 6 and 11 are read differently'
judge 'npm 6 to 11' 0 ''

# --- the list ---
git checkout -q -f topic
npm ls --all --package-lock-only --parseable --long 2>/dev/null |
	sed -n -e 1d -e 's/^[^:]*:[^:]*@npm:\([^:]*\).*$/\1/p' -e t -e 's/^[^:]*:\([^:]*\).*$/\1/p' | sort -u >"$scratch/theirs"
tr '\t' @ <"$scratch/new" | sort -u >"$scratch/ours"
# npm ls leaves out optional packages of other platforms, which the lock has.
node "$here/npm_tamper.js" names package-lock.json | sort -u | diff - "$scratch/ours" >&2 || fail 'the lock has other packages'
comm -23 "$scratch/theirs" "$scratch/ours" >"$scratch/missing"
[ ! -s "$scratch/missing" ] || fail "npm ls has what is not read: $(cat "$scratch/missing")"
count=$(wc -l <"$scratch/theirs")
[ "$count" -ge 200 ] || fail "only $count packages"

# --- honest work ---
git branch -q -f main topic
git checkout -q main
node -e 'const f = "package-lock.json", fs = require("fs"); fs.writeFileSync(f, JSON.stringify(JSON.parse(fs.readFileSync(f)), null, "\t"))'
judge 'another layout' 0 ''
manifest '^4.17.0' 2.1.3
npm_lock 11
judge 'an upgrade' 0 ''

# --- tampering ---
node "$here/npm_tamper.js" list >"$scratch/ways"
while read -r rule way; do
	tamper "$way"
	judge "$way" 1 "$rule"
done <"$scratch/ways"

[ "$failed" = 0 ] && echo "npm: $count packages, $(wc -l <"$scratch/ways") tamperings blocked"
exit "$failed"
