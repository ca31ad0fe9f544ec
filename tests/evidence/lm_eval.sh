#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Real evidence, judged: a small model trained here, in full precision, in int8, and in an int8 whose scales are wrong, each
# evaluated by lm-evaluation-harness. Run by hand; some ten minutes on one processor.
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
        evidence: [{format: lm-eval, results: "eval/results_*.json", samples: "eval/samples_*.jsonl"}]
        metrics: [{task: "*", metric: acc, margin: 0.03}]
POLICY

# take NAME: that model and its evidence, in place of what is there.
take() {
	rm -rf eval model.pt
	mkdir eval
	cp "$OUT/model-$1.pt" model.pt
	find "$OUT/eval/$1" -type f -exec cp {} eval/ \;
	git add -A
	git commit -q -m "$1"
}

failed=0
# judge HEAD EXIT: the exit that the change from main must have.
judge() {
	code=0
	"$SEAMGATE" run --base main --head "$1" --check model || code=$?
	[ "$code" = "$2" ] || { echo "WRONG: $1 is $code, not $2" && failed=1; }
}

take f32
for name in int8 broken; do
	git checkout -q -B "$name" main
	take "$name"
done
git checkout -q -B stale main
cp "$OUT/model-int8.pt" model.pt
git commit -q -a -m stale
git checkout -q -B cut int8
for file in eval/samples_*; do
	head -c 20000 "$file" >next && mv next "$file"
done
git commit -q -a -m cut
judge int8 0
judge broken 1
judge stale 1
judge cut 3
exit "$failed"
