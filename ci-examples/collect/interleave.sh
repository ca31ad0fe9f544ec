#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs a command in the tree of the base and in that of the head, in turn, and gathers what it prints: perf/base-N.jsonl, perf/head-N.jsonl.
#   sh interleave.sh BASE_FOLDER HEAD_FOLDER ROUNDS COMMAND…
# A file of another day is of another machine: never take one side out of a cache.
set -eu
[ $# -ge 4 ] || { sed -n '5,6s/^# *//p' "$0" >&2 && exit 2; }
base=$1 head=$2 rounds=$3 out=${OUT:-$PWD/perf}
shift 3
mkdir -p "$out"
rm -f "$out"/base-*.jsonl "$out"/head-*.jsonl

once() {
	folder=$1 file=$2
	shift 2
	(cd "$folder" && "$@") >"$out/$file.jsonl" || {
		echo "interleave.sh: in $folder this did not end well: $*" >&2
		exit 1
	}
}

round=1
while [ "$round" -le "$rounds" ]; do
	if [ $((round % 2)) = 1 ]; then
		once "$base" "base-$round" "$@"
		once "$head" "head-$round" "$@"
	else
		once "$head" "head-$round" "$@"
		once "$base" "base-$round" "$@"
	fi
	round=$((round + 1))
done
