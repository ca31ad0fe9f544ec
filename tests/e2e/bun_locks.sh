#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A real workspace of some 400 packages, locked by bun: the number of packages that bun says it saved, an upgrade and a new
# package without a finding, and every way of tampering in js_tamper.js found by the rule that is for it.
#
#   sh tests/e2e/bun_locks.sh BINARY        exit 77: skipped

set -eu
. "$(dirname -- "$0")/js.lib"

lock() {
	quietly "$bun" install --lockfile-only --ignore-scripts
}

tools bun@1
node "$bin/bun/install.js" >/dev/null 2>&1 || true
bun=$bin/.bin/bun
"$bun" --version >/dev/null 2>&1 || {
	echo 'bun does not run here'
	exit 77
}
project
manifest '^4.17.0' 2.1.2
lock
commit base
"$dump" bun-lock bun.lock | cut -f 1,2 | sort -u >"$scratch/ours"
# The same by another reader of the text: an entry a line, which begins with its name and version.
sed -n 's/^    "[^"]*": \["\([^"]*\)".*/\1/p' bun.lock | sed -e '/@workspace:/d' | sort -u >"$scratch/theirs"
awk -F'\t' '$2 != "" { print $1 "@" $2 }' "$scratch/ours" | sort -u >"$scratch/named"
same 'entries' "$scratch/theirs" "$scratch/named"
tamper_all bun bun.lock
manifest '^4.17.0' 2.1.3
lock
judge 'an upgrade' 0 ''
sed -i 's/"ms"/"is-odd": "^3.0.0", "ms"/' package.json
lock
judge 'a new package' 0 ''
finish bun
