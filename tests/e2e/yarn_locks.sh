#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A real workspace of some 250 packages, locked by yarn 1 and then by yarn 4. The reader must list the packages that `yarn info`
# lists; the move from yarn 1, an upgrade and a new package must pass without a finding; and every way of tampering in
# js_tamper.js must be found by the rule that is for it. yarn 4 downloads packages to hash them.
#
#   sh tests/e2e/yarn_locks.sh BINARY        exit 77: skipped

set -eu
. "$(dirname -- "$0")/js.lib"

export YARN_ENABLE_TELEMETRY=0 YARN_ENABLE_SCRIPTS=0 YARN_ENABLE_IMMUTABLE_INSTALLS=0 YARN_GLOBAL_FOLDER="$scratch/global"
yarn() {
	node "$bin/yarn4/bin/yarn.js" "$@"
}

tools yarn1@npm:yarn@1 yarn4@npm:@yarnpkg/cli-dist@4
large='"eslint": "^8.0.0", "mocha": "^9.0.0"'
project
manifest '^4.17.0' 2.1.2
quietly node "$bin/yarn1/bin/yarn.js" install --ignore-scripts --ignore-engines --non-interactive \
	--cache-folder "$scratch/cache1"
rm -rf node_modules
commit base
quietly yarn install --mode=update-lockfile
judge 'yarn 1 to 4' 0 ''
accept

# Workspaces are listed by their folders; patched packages once more.
yarn info --all --recursive --json --name-only | tr -d '"' | sed -e '/@workspace:/d' -e '/@patch:/d' -e 's/@npm:/@/' |
	LC_ALL=C sort -u >"$scratch/theirs"
"$dump" yarn-berry yarn.lock | awk -F'\t' '$2 != "0.0.0-use.local" { print $1 "@" $2 }' | LC_ALL=C sort -u >"$scratch/ours"
same 'yarn info' "$scratch/theirs" "$scratch/ours"

tamper_all berry yarn.lock
manifest '^4.17.0' 2.1.3
quietly yarn install --mode=update-lockfile
judge 'an upgrade' 0 ''
sed -i 's/"ms"/"is-odd": "^3.0.0", "ms"/' package.json
quietly yarn install --mode=update-lockfile
judge 'a new package' 0 ''
finish yarn
