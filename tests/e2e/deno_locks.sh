#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A real project of some 200 npm packages, locked by deno: the packages of its lock by another reader, an upgrade and a new package
# without a finding, and tampering found by the rule that is for it.
#
#   sh tests/e2e/deno_locks.sh BINARY        exit 77: skipped

set -eu
. "$(dirname -- "$0")/js.lib"

# imports MORE: what the project asks for, locked.
imports() {
	printf '{"imports": {"express": "npm:express@^4", "eslint": "npm:eslint@^8", "vite": "npm:vite@^5", %s}}\n' "$1" >deno.json
	NPM_CONFIG_REGISTRY=$(npm config get registry) quietly "$deno" install --quiet
	rm -rf node_modules
}

# edited WHAT RULE PROGRAM: the lock changed by a line of Python over `lock` and `packages`.
edited() {
	python3 - "$3" <<'EOF'
import json, sys
lock = json.load(open("deno.lock"))
packages = lock["npm"]
express = next(key for key in packages if key.startswith("express@"))
other = next(key for key in packages if key.startswith("eslint@"))
exec(sys.argv[1])
json.dump(lock, open("deno.lock", "w"), indent=2)
EOF
	judge "$1" 1 "$2"
	ways=$((ways + 1))
}

tools deno@2
node "$bin/deno/install_api.cjs" >/dev/null 2>&1 || true
deno=$bin/.bin/deno
DENO_DIR=$scratch/deno
export DENO_DIR
"$deno" --version >/dev/null 2>&1 || {
	echo 'deno does not run here'
	exit 77
}
project
imports '"ms": "npm:ms@2.1.2"'
commit base
"$dump" deno-lock deno.lock | awk -F'\t' '{ print $1 "@" $2 }' | sort -u >"$scratch/ours"
# "name@version", with the peers that it was resolved with behind a "_".
python3 - >"$scratch/keys" <<'EOF'
import json
for key in json.load(open("deno.lock"))["npm"]:
    name, rest = key[1:].split("@", 1)
    print(key[0] + name + "@" + rest.split("_")[0])
EOF
sort -u "$scratch/keys" >"$scratch/theirs"
same 'packages' "$scratch/theirs" "$scratch/ours"
edited 'a hash swapped' hash-changed 'packages[express]["integrity"] = packages[other]["integrity"]'
edited 'a hash taken out' hash-removed 'del packages[express]["integrity"]'
edited 'a weaker hash' hash-weakened 'packages[express]["integrity"] = "sha1-" + "A" * 27 + "="'
edited 'a tarball of its own' source-unknown-host 'packages[express]["tarball"] = "https://evil.example.org/express-1.tgz"'
edited 'another version of a name' hash-missing 'packages["ms@9.9.9"] = {}; lock["specifiers"]["npm:ms@2.1.2"] = "9.9.9"'
imports '"ms": "npm:ms@2.1.3"'
judge 'an upgrade' 0 ''
imports '"ms": "npm:ms@2.1.2", "is-odd": "npm:is-odd@3"'
judge 'a new package' 0 ''
finish deno
