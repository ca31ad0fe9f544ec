#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Real evidence, judged: a small model trained here, in full precision, in int8, in int4, and in an int8 whose scales are wrong, each
# evaluated by lm-evaluation-harness: a multiple choice, a generation with two filters, and perplexities. Run by hand; up to an hour on one processor.
#
#   sh tests/evidence/lm_eval.sh SEAMGATE [OUTDIR]       OUTDIR with results of an earlier run is used again
#
# Exit 77 with the reason where Python lacks torch, transformers, accelerate or lm-eval.
set -eu
HERE=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
SEAMGATE=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
PYTHON=${PYTHON:-python3}
OUT=${2:-}
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
if [ -z "$OUT" ]; then
	"$PYTHON" -c 'import accelerate, lm_eval, torch, transformers' 2>/dev/null || {
		echo "skipped: Python has no accelerate, lm-eval, torch or transformers" && exit 77
	}
	OUT=$WORK/made
	mkdir "$OUT"
	"$PYTHON" "$HERE/tiny_lm.py" "$OUT"
fi
mkdir "$WORK/repo"
cd "$WORK/repo"
git init -q -b main
git config user.name "Ada Writer"
git config user.email ada@example.org
cat >.seamgate.yml <<'POLICY'
version: 1
checks:
  model:
    models:
      - name: tiny
        files: ["model.pt"]
        evidence: [{format: lm-eval, results: "eval/int/results_*.json", samples: "eval/int/samples_*.jsonl", reference: "eval/f32"}]
        metrics:
          - {task: true_line, metric: acc, margin: 0.02, reference_margin: 0.03}
          - {task: next_word, metric: exact_match, filter: strict-match, margin: 0.04, reference_margin: 0.04}
          - {task: next_word, metric: exact_match, filter: flexible-extract, margin: 0.04, reference_margin: 0.04}
          - {task: pages, metric: byte_perplexity, margin: 0.01, reference_margin: 0.02}
POLICY

# take NAME: that model and its evidence, in place of what is there.
take() {
	rm -rf eval/int model.pt
	mkdir -p eval/int
	cp "$OUT/model-$1.pt" model.pt
	find "$OUT/eval/$1" -type f -exec cp {} eval/int/ \;
	git add -A
	git commit -q -m "$1"
}

failed=0
# judge BASE HEAD EXIT
judge() {
	code=0
	"$SEAMGATE" run --base "$1" --head "$2" --check model || code=$?
	[ "$code" = "$3" ] || { echo "WRONG: $1 to $2 is $code, not $3" && failed=1; }
}

mkdir -p eval/f32
find "$OUT/eval/f32" -type f -exec cp {} eval/f32/ \;
git add -A
git commit -q -m empty
git branch empty
git checkout -q -B int8
take int8
for name in int4 broken; do
	git checkout -q -B "$name" int8
	take "$name"
done
# The model is another, and the evaluation the old one; the old one with another date; the reference's own.
git checkout -q -B stale int8
cp "$OUT/model-broken.pt" model.pt
git commit -q -a -m stale
git checkout -q -B dated stale
for file in eval/int/*; do
	name=${file##*/}
	sed 's/"date": [0-9.]*/"date": 1999999999.25/; s/"total_evaluation_time_seconds": "[0-9.]*/&1/' "$file" >"eval/int/${name%_*}_2033-05-18T03-33-19.250000.${name##*.}"
	rm "$file"
done
git add -A
git commit -q -m dated
git checkout -q -B reference stale
rm eval/int/*
cp eval/f32/* eval/int/
git add -A
git commit -q -m reference
# A run that was stopped; one that was started again and appended to its own samples; one without a task.
git checkout -q -B cut int4
for file in eval/int/samples_*; do
	head -c 20000 "$file" >next && mv next "$file"
done
git commit -q -a -m cut
git checkout -q -B appended int4
for file in eval/int/samples_*; do
	cat "$file" "$file" >next && mv next "$file"
done
git commit -q -a -m appended
git checkout -q -B limited int4
sed -i 's/"effective": 1500/"effective": 1000/; s/"limit": null/"limit": 1000.0/' eval/int/results_*
git commit -q -a -m limited
judge empty int8 0
judge int8 int4 "${INT4_EXIT:-0}"
judge int8 broken 1
judge int8 stale 1
judge int8 dated 1
judge int8 reference 1
judge int8 cut 3
judge int8 appended 3
judge int8 limited 3
exit "$failed"
