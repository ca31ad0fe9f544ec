#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every allocation of a run fails in turn: of one that blocks, and of one that passes. The run may then end
# with 4 (or 3, where a library hides that it was memory), or, where it could do without, as if
# nothing had failed, to the byte. Anything else fails the test: a pass or another verdict than the clean run's,
# a crash, a hang. See tests/torture/failalloc.c for how.
#
#   sh tests/torture/run.sh BINARY [MOST]
#
# Up to MOST (2000) allocations one by one, from there on in steps that make about MOST / 4 more runs.
# Then the same again with everything failing from the N-th on, in steps.

set -eu
binary=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
most=${2:-2000}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"${CC:-cc}" -std=c11 -D_GNU_SOURCE -O1 -fPIC -shared -o "$scratch/failalloc.so" "$here/failalloc.c" -ldl

# --- a repository with a bit of everything ---
HOME=$scratch
GIT_CONFIG_NOSYSTEM=1
export HOME GIT_CONFIG_NOSYSTEM
git config --global user.name 'Ada Writer'
git config --global user.email ada@example.org
git init -q -b main "$scratch/repo"
cd "$scratch/repo"
cat >.seamgate.yml <<'END'
version: 1
paths: {ignore: ["vendor/**"]}
rules: {secrets/aws-access-key-id: error}
waivers:
  - {rule: secrets/aws-access-key-id, fingerprint: "0000000000000000000000000000000000000000000000000000000000000001", reason: r, owner: o, expires: 2099-01-01}
END
seq 1 300 >numbers.txt
mkdir folder
echo 'region = eu-west-1' >folder/settings.conf
git add -A && git commit -q -m 'start'
git checkout -q -b passes
seq 2 301 >numbers.txt
printf 'a\000b' >nul.dat
printf 'plain words' | iconv -t UTF-16 >wide.txt
ln -s folder link
git add -A && git commit -q -m 'words'
git checkout -q -b blocks
key=$(printf '%s%s' AKIA 3QW7XZ2LMN4KTRYG)
echo "key = $key" >folder/settings.conf
echo "key = $key" | iconv -t UTF-16 >wide.txt
printf 'version: 1\nblock: warning\n' >.seamgate.yml
git add -A && git commit -q -m "add $key"
git gc -q

python3 "$here/torture.py" "$binary" "$scratch" "$most"
