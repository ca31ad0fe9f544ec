#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A real project of more than 200 packages, locked by yarn 1 (it takes over the lock of npm 6, so that no package is
# downloaded). The reader must list what `yarn list` lists; honest work must pass without a finding; every way of tampering in
# yarn1_tamper.js must be blocked by the rule that is for it.
#
#   sh tests/e2e/yarn1_locks.sh BINARY      (exit 77: yarn 1 cannot be had)

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

yarn() {
	npx -y yarn@1 "$@"
}

manifest() {
	cat >package.json <<EOF
{
  "name": "shop",
  "version": "1.0.0",
  "dependencies": {"express": "^4.17.0", "lodash4": "npm:lodash@^4.17.0"},
  "devDependencies": {"eslint": "^8.0.0", "webpack": "^5.0.0", "ms": "$1"}
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

# lock: package.json to yarn.lock, from nothing.
lock() {
	rm -f yarn.lock
	npx -y npm@6 install --package-lock-only --ignore-scripts --no-audit --prefer-offline >"$scratch/log" 2>&1 &&
		yarn import >>"$scratch/log" 2>&1 || {
		cat "$scratch/log" >&2
		exit 1
	}
	rm package-lock.json
}

mkdir "$scratch/project"
cd "$scratch/project"
git init -q -b main .
yarn --version >/dev/null 2>&1 || exit 77
manifest 2.1.2
lock
commit base

# --- the list ---
yarn list --json --non-interactive 2>/dev/null | node -e '
	const names = new Set()
	const walk = list => list.forEach(node => {
		if (!node.shadow)
			names.add(node.name.replace(/^lodash4@/, "lodash@"))
		walk(node.children || [])
	})
	walk(JSON.parse(require("fs").readFileSync(0)).data.trees)
	console.log([...names].join("\n"))' | sort -u >"$scratch/theirs"
"$dump" yarn-lock yarn.lock | cut -f 1,2 | tr '\t' @ | sort -u >"$scratch/ours"
diff "$scratch/theirs" "$scratch/ours" >&2 || fail 'yarn lists other packages'
count=$(wc -l <"$scratch/theirs")
[ "$count" -ge 200 ] || fail "only $count packages"

# --- honest work ---
manifest 2.1.3
lock
judge 'an upgrade' 0 ''
sed -e 's/$/\r/' yarn.lock >crlf
mv crlf yarn.lock
judge 'line ends' 0 ''

# --- tampering ---
node "$here/yarn1_tamper.js" list >"$scratch/ways"
while read -r rule way; do
	node "$here/yarn1_tamper.js" "$way" yarn.lock
	judge "$way" 1 "$rule"
done <"$scratch/ways"

[ "$failed" = 0 ] && echo "yarn 1: $count packages, $(wc -l <"$scratch/ways") tamperings blocked"
exit "$failed"
