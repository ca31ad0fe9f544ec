#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A vendored tree of 10,000 files: how fast it is hashed and held to its lists, beside what only reads it (git
# cat-file), what only hashes it (sha256sum, two at a time) and what the processor can (openssl speed), all in the same run; then a change of
# one file of it.
#   [BEFORE='chrt -f 10'] sh tests/bench/vendored.sh SEAMGATE [SOURCES [FILES [CRATES]]]
# BEFORE: words that each measured command is started by, as those that keep other programs of a busy machine off its processors.
# SOURCES: a folder of source code; without it, that of Go's own library.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
gate=$(realpath "$1") sources=${2-$(go env GOROOT)/src} files=${3-10000} crates=${4-200}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$here/vendored_tree.py" "$sources" "$files" "$crates" "$work/tree"
cd "$work/tree"
git checkout -q HEAD~1
megabytes=$(find vendor -type f -printf '%s\n' | awk '{all += $1} END {printf "%.1f", all / 1e6}')
git ls-tree -r HEAD | awk '{print $3}' >"$work/blobs"

# timed WHAT COMMAND…: the least CPU time and the least time on the clock of nine.
timed() {
	name=$1
	shift
	for turn in 1 2 3 4 5 6 7 8 9; do
		/usr/bin/env time -f '%U %S %e' -o "$work/time" ${BEFORE-} "$@" >/dev/null 2>&1 || true
		tail -n 1 "$work/time"
	done | awk -v name="$name" -v megabytes="$megabytes" '
		{cpu = $1 + $2; if (NR == 1 || cpu < least) least = cpu; if (NR == 1 || $3 < clock) clock = $3}
		END {printf "| %s | %.2f | %.0f | %.2f | %.0f |\n", name, least, least ? megabytes / least : 0, clock, clock ? megabytes / clock : 0}'
}

echo "| $megabytes MB | CPU seconds | MB/s of one core | seconds on the clock | MB/s |"
echo '|---|---|---|---|---|'
timed "seamgate scan" "$gate" scan --check dependencies -q
timed "git cat-file --batch: inflates and does not hash" sh -c "git cat-file --batch --buffer <$work/blobs"
timed "sha256sum of the checked-out files, two at a time" sh -c 'find vendor -type f -print0 | xargs -0 -P2 -n 500 sha256sum'
printf '\nWhat one core can at most do for these files:\n\n'
"${CC-cc}" -O2 -o "$work/floor" "$here/vendored_floor.c" -ldeflate -lcrypto -lz
find vendor -type f | ${BEFORE-} "$work/floor"
printf '\nopenssl speed -evp sha256, one core: %s for blocks of 16 KB\n' "$(openssl speed -evp sha256 -bytes 16384 -seconds 2 2>/dev/null | awk '/^sha256/ {print $2}')"
git checkout -q main
"$gate" run --base HEAD~1 --check dependencies --report "json=$work/report.json" -q >/dev/null 2>&1 || true
printf 'a change of one file: '
python3 -c 'import json, sys
examined = [check["examined"] for check in json.load(open(sys.argv[1]))["checks"] if check["name"] == "dependencies"][0]
print(examined.get("hashed bytes", 0), "bytes hashed,", examined.get("vendored files", 0), "file looked at")' "$work/report.json"
megabytes=0
timed "seamgate run, one file changed" "$gate" run --base HEAD~1 --check dependencies -q
