#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The whole story of a quantized model: a small real network (tests/e2e/model/network.py) on a real data set, quantized by ONNX Runtime well
# and badly, evaluated on figures that it has not seen, committed. The good change passes; each bad one is blocked by the check that
# should see it, with the tensor named.
#   sh tests/e2e/model_story.sh SEAMGATE
# Needs python3; exit 77 where onnxruntime, onnx and scikit-learn cannot be installed.
set -u
gate=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/model
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0

python3 -m venv tools
if ! tools/bin/python -m pip install -q onnxruntime onnx scikit-learn >pip.log 2>&1; then
	cat pip.log
	echo "skipped: no package index"
	exit 77
fi
mkdir made
tools/bin/python -W ignore "$here/network.py" "$work/made" 2>log || {
	cat log
	exit 1
}

git init -q -b main repository && cd repository || exit 1
git config user.name Ada && git config user.email ada@example.org
mkdir models eval
cat >.seamgate.yml <<'POLICY'
version: 1
checks:
  secrets: {enabled: false}
  dependencies: {enabled: false}
  model:
    models:
      - name: digits
        files: ["models/digits.onnx"]
        reference: ["models/f32.onnx"]
        evidence: [{format: predictions, results: "eval/p.csv", baseline: base}]
        metrics: [{metric: acc, margin: 0.03}]
POLICY

# commit NAME: that model and its answers.
commit() {
	cp "$work/made/$1.onnx" models/digits.onnx
	cp "$work/made/p-$1.csv" eval/p.csv
	git add -A && git commit -q -m "$1"
}

cp "$work/made/f32.onnx" models/
commit good

# expect NAME EXIT PATTERN…: the change from the good model to this one.
expect() {
	name=$1 code=$2
	shift 2
	git checkout -q -B "$name" main
	commit "$name"
	"$gate" run --base main --head "$name" --color never >out 2>&1
	got=$?
	[ "$got" -eq "$code" ] || {
		echo "$name: exit $got, expected $code"
		cat out
		failed=1
	}
	for pattern; do
		grep -q -- "$pattern" out || {
			echo "$name: nothing says $pattern"
			cat out
			failed=1
		}
	done
	rm out
	echo "$name: exit $got"
}

expect again 0 'SQNR W1'
expect few-samples 1 'model/regressed'
expect per-tensor 1 'model/tensor-type-weakened.*W[012] (int8 per tensor)' 'model/sqnr-dropped.*tensor W0'
expect zero-point 1 'model/zero-point-shift.*tensor W1'
expect zero-scales 1 'model/zero-scale.*tensor W1' 'model/dead-rows.*tensor W1'
expect nan 1 'model/weights-nonfinite.*tensor W1'
exit $failed
