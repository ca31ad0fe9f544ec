#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Measures a command as it is at the base and at the head, with hyperfine, in turn: perf/base-N.json, perf/head-N.json.
#   sh command.sh BASE_FOLDER HEAD_FOLDER COMMAND [ROUNDS]
# hyperfine does all runs of one command before those of the next: rounds of few runs are what interleaves them.
set -eu
[ $# -ge 3 ] || { sed -n '5,6s/^# *//p' "$0" >&2 && exit 2; }
base=$1 head=$2 command=$3 rounds=${4:-6} out=${OUT:-$PWD/perf}
mkdir -p "$out"
rm -f "$out"/base-*.json "$out"/head-*.json

once() {
	(cd "$1" && hyperfine --style none --warmup 1 --runs 3 --command-name command --export-json "$out/$2.json" "$command") || {
		echo "command.sh: in $1 this did not end well: $command" >&2
		exit 1
	}
}

round=1
while [ "$round" -le "$rounds" ]; do
	if [ $((round % 2)) = 1 ]; then
		once "$base" "base-$round"
		once "$head" "head-$round"
	else
		once "$head" "head-$round"
		once "$base" "base-$round"
	fi
	round=$((round + 1))
done
