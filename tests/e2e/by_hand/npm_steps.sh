#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A small project locked by npm 6, 7, 8, 9, 10 and 11, one after the other, and by each a package more: no step is a finding. By hand: each
# npm is downloaded, which takes a minute. npm 6 to 11 at once, and what each lists, is in npm_locks.sh.
#
#   sh tests/e2e/by_hand/npm_steps.sh BINARY        exit 77: npm cannot be had

set -eu
seamgate=$(realpath "$1")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0
command -v npx >/dev/null || exit 77
cd "$scratch"
git init -q -b main .
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.org GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.org

# lock VERSION PACKAGES: what the project asks for, locked by that npm.
lock() {
	printf '{"name": "steps", "version": "1.0.0", "dependencies": {%s}}\n' "$2" >package.json
	npx -y "npm@$1" install --package-lock-only --ignore-scripts --no-audit --no-fund --prefer-offline >"$scratch.log" 2>&1 || {
		cat "$scratch.log" >&2
		exit 77
	}
}

# judge WHAT: the last commit against the one before it.
judge() {
	code=0
	"$seamgate" run --base HEAD~1 --head HEAD --check dependencies --color never >"$scratch.out" 2>&1 || code=$?
	if [ "$code" != 0 ] || grep -q '^warning' "$scratch.out"; then
		echo "FAIL: $1: exit $code" >&2
		cat "$scratch.out" >&2
		failed=1
	fi
}

commit() {
	git add -A
	git commit -q --allow-empty -m "$1"
}

asked='"express": "4.17.1"'
lock 6 "$asked"
commit 'npm 6'
for step in '7 "mkdirp": "1.0.4"' '8 "rimraf": "3.0.2"' '9 "semver": "7.3.8"' '10 "glob": "10.3.10"' '11 "chalk": "4.1.2"'; do
	version=${step%% *}
	lock "$version" "$asked"
	commit "npm $version"
	judge "to npm $version"
	asked="$asked, ${step#* }"
	lock "$version" "$asked"
	commit "npm $version, a package more"
	judge "a package more by npm $version"
done
rm -f "$scratch.log" "$scratch.out"
[ "$failed" = 0 ] || exit 1
echo 'ok: npm 6, 7, 8, 9, 10 and 11, ten steps without a finding'
