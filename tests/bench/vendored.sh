#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A vendored tree of 10,000 files: how fast it is hashed and held to its lists, beside what only reads it (git
# cat-file), what only hashes it (sha256sum, two at a time) and what the processor can (openssl speed), all in the same run; then a change of
# one file of it. Measured by hyperfine, as the repository is written by git repack and, deltas and all, by git gc. No package manager's
# cache of this machine plays a part.
#   [BEFORE='chrt -f 10'] [ALSO=SEAMGATE] [TREE=FOLDER] sh tests/bench/vendored.sh SEAMGATE [SOURCES [FILES [CRATES]]]
# BEFORE: words that each measured command is started by, as those that keep other programs of a busy machine off its processors.
# ALSO: a second gate, as one of before, measured by turns with the first.
# TREE: a folder with a vendor/ and a Cargo.lock, as cargo vendor leaves them, which is committed instead of a made one.
# SOURCES: a folder of source code; without it, that of Go's own library.
set -eu
for tool in hyperfine git python3; do
	command -v $tool >/dev/null || { echo "$tool is missing (Debian: apt-get install $tool)" >&2 && exit 2; }
done
here=$(cd "$(dirname "$0")" && pwd)
gate=$(realpath "$1") sources=${2-$(go env GOROOT)/src} files=${3-10000} crates=${4-200}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ "${TREE-}" ]; then
	cp -r "$TREE" "$work/tree"
	python3 "$here/vendored_tree.py" --commit "$work/tree"
else
	python3 "$here/vendored_tree.py" "$sources" "$files" "$crates" "$work/tree"
fi
cd "$work/tree"
git checkout -q HEAD~1
megabytes=$(find vendor -type f -printf '%s\n' | awk '{all += $1} END {printf "%.1f", all / 1e6}')
git ls-tree -r HEAD | awk '{print $3}' >"$work/blobs"
unset CARGO_HOME GOMODCACHE GOPATH GOFLAGS 2>/dev/null || true
mkdir "$work/home"
export HOME="$work/home"

# rows: what hyperfine has written, as rows of a table.
rows() {
	python3 -c 'import json, statistics, sys
megabytes = float(sys.argv[2])
for row in json.load(open(sys.argv[1]))["results"]:
    cpu, least, median = row["user"] + row["system"], min(row["times"]), statistics.median(row["times"])
    print("| {} | {:.0f} | {:.1f} | {:.1f} | {:.0f} | {:.0f} |".format(
        row["command"], cpu * 1e3, least * 1e3, median * 1e3, megabytes / least, megabytes / median))' "$work/times.json" "$1"
}

# timed MEGABYTES [-n NAME COMMAND]…
timed() {
	size=$1
	shift
	${BEFORE-} hyperfine -i -N --style none --warmup 2 --runs "${RUNS-25}" --export-json "$work/times.json" "$@" >/dev/null 2>&1
	rows "$size"
}

# scans NAME: the gate, and the other one, by turns: twice each.
scans() {
	for turn in 1 2; do
		timed "$megabytes" -n "seamgate scan, $1" "$gate scan --check dependencies -q"
		[ -z "${ALSO-}" ] || timed "$megabytes" -n "the other gate, $1" "$ALSO scan --check dependencies -q"
	done
}

echo "| $megabytes MB | CPU ms, mean | ms on the clock, least | median | MB/s, least | median |"
echo '|---|---|---|---|---|---|'
scans "git repack"
timed "$megabytes" -n "git cat-file --batch: inflates and does not hash" "sh -c 'git cat-file --batch --buffer <$work/blobs >/dev/null'"
timed "$megabytes" -n "sha256sum of the checked-out files, two at a time" "sh -c 'find vendor -type f -print0 | xargs -0 -P2 -n 500 sha256sum >/dev/null'"
git gc -q --prune=now
scans "git gc"
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
timed 0 -n "seamgate run, one file changed" "$gate run --base HEAD~1 --check dependencies -q"
