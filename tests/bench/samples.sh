#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What samples of a large evaluation cost: a whole run of the gate over 100 MB at the base and 100 MB at the head, beside `wc -l`, jq and Python's
# json over one of the two files, the most memory resident with 10, 100 and 200 MB a side, and instructions for a byte.
#
#   sh tests/bench/samples.sh [BUILD]       BUILD has seamgate and the target bench_samples (default: build)
#
# And the check drift: a feature of 10 million rows against 10 million, beside `wc -l` of both files and `sort -g` of one column of one.
#
# Needs hyperfine, jq, python3 and valgrind. Nothing here passes or fails.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
build=$(CDPATH='' cd -- "${1:-$root/build}" && pwd)
bench=$(find "$build" -name bench_samples -type f | head -n 1)
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
cd "$WORK"

# repository MB: the evaluations lie in the checked-out directory and in no commit, as a pipeline leaves them.
repository() {
	rm -rf repo
	git init -q -b main repo
	cd repo
	git config user.name "Ada Writer"
	git config user.email ada@example.org
	cat >.seamgate.yml <<'POLICY'
version: 1
checks:
  model:
    models:
      - name: a
        files: ["m.bin"]
        evidence: [{format: lm-eval, results: "eval/results_*.json", samples: "eval/samples_*.jsonl", baseline: baseline, workspace: true}]
        metrics: [{task: t, metric: acc, margin: 0.01}]
POLICY
	printf 'eval\nbaseline\n' >.gitignore
	echo one >m.bin
	git add -A && git commit -q -m base
	echo two >m.bin
	git commit -q -a -m head
	mkdir eval baseline
	"$bench" "$1" --write baseline
	"$bench" "$1" --write eval 2026-04-16T13-55-33.000001
	cd ..
}

for megabytes in 10 100 200; do
	repository $megabytes
	printf '%s MB a side: ' "$megabytes"
	(cd repo && python3 "$root/tests/bench/peak.py" "$build/seamgate" run --base HEAD~1 --check model | sed 's/$/ KiB resident at most/')
done
repository 100
cd repo
"$build/seamgate" run --base HEAD~1 --check model | tail -n 1
file=eval/samples_t_2026-04-16T13-55-33.000001.jsonl
hyperfine -i -N -w 1 -r 5 "$build/seamgate run --base HEAD~1 --check model --jobs 1" "wc -l $file" \
	"jq -c .acc $file" "python3 -c 'import json; print(sum(json.loads(line)[\"acc\"] for line in open(\"$file\")))'" 2>/dev/null |
	grep -E 'Benchmark|Time'
cd ..
valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect=lm_eval_read_samples "$bench" 8 1 2>&1 |
	sed -n 's/.*Collected : \([0-9]*\).*/\1/p' | awk '{ printf "%.1f instructions for a byte\n", $1 / (8 * 1024 * 1024) }'

# --- drift: 10 million rows against 10 million ---
cd "$WORK"
rm -rf repo
git init -q -b main rows
cd rows
git config user.name "Ada Writer"
git config user.email ada@example.org
cat >.seamgate.yml <<'POLICY'
version: 1
checks:
  drift: {features: [{name: amount, baseline: reference.csv, current: current.csv, test: ks, max: 0.1, workspace: true}]}
POLICY
echo '*.csv' >.gitignore
git add -A && git commit -q -m base
git commit -q --allow-empty -m head
for name in reference current; do
	awk -v seed="$name" 'BEGIN {
		srand(length(seed))
		print "id,amount"
		for (i = 0; i < 10000000; i++) printf "%d,%.4f\n", i, 100 + 20 * (rand() + rand() + rand() + rand() - 2)
	}' >$name.csv
done
printf 'a feature of 10 million rows against 10 million: '
python3 "$root/tests/bench/peak.py" "$build/seamgate" run --base HEAD~1 --head HEAD --check drift | sed 's/$/ KiB resident at most/'
cut -d, -f2 reference.csv >column
hyperfine -i -N -w 1 -r 3 "$build/seamgate run --base HEAD~1 --head HEAD --check drift --jobs 1" 'wc -l reference.csv current.csv' 2>/dev/null | grep -E 'Benchmark|Time'
hyperfine -N -r 1 'env LC_ALL=C sort -g --parallel=1 column' 2>/dev/null | grep -E 'Benchmark|Time'
