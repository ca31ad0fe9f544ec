#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What the documents show is true: policies and rules files in them are valid, and links lead somewhere. (The check
# that checks/README.md adds is built in from_source.sh.)
#
#   sh tests/e2e/docs.sh BINARY

set -eu
binary=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
cd "$(dirname -- "$0")/../.."
root=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

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
