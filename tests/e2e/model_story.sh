#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The whole story of a quantized model: a small real network (tests/e2e/model/network.py) on a real data set, quantized by ONNX Runtime well
# and badly, evaluated on figures that it has not seen, committed. The good change passes; each bad one is blocked by the check that
# should see it, with the tensor named. Then the same without anybody's evaluation: the gate runs the models itself.
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
if ! tools/bin/python -m pip install -q onnxruntime onnx onnx_ir scikit-learn >pip.log 2>&1; then
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
        metrics: [{metric: acc, margin: 0.03, reference_margin: 0.04}]
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
	if grep 'model/bad-scale' out; then
		failed=1
	fi
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
expect blocks 1 'model/tensor-type-weakened.*W[012] (uint4 in blocks)' 'SQNR W1 .*2[34]\.'
expect blocks-zero 1 'model/zero-scale.*tensor W1 (uint4 in blocks)' 'model/dead-rows.*tensor W1'
for kind in if loop scan function; do
	cp "$work/made/p-good.csv" "$work/made/p-inner-$kind.csv"
	expect "inner-$kind" 1 'model/zero-scale.*tensor pick#[01]/W1 (int8 per channel)'
done

echo 'the gate runs them itself'
export SEAMGATE_ONNXRUNTIME=
for library in "$work"/tools/lib/python3*/site-packages/onnxruntime/capi/libonnxruntime.so.*; do
	SEAMGATE_ONNXRUNTIME=$library
done
[ -f "$SEAMGATE_ONNXRUNTIME" ] || {
	echo "onnxruntime has no library of its own"
	exit 1
}

# The library answers as its Python interface did, from both forms of the set.
for form in csv npz; do
	"$gate" model run --set "$work/made/set.$form" --answers "$work/answers.csv" "$work/made/few-samples.onnx" || failed=1
	cut -d, -f4 "$work/answers.csv" | sed 1d >"$work/ours"
	cut -d, -f3 "$work/made/p-few-samples.csv" | sed 1d >"$work/theirs"
	cmp "$work/ours" "$work/theirs" || failed=1
done

git checkout -q main
sed -i 's/^ *evidence: .*/        runner: {set: "eval\/set.csv"}/' .seamgate.yml
cp "$work/made/set.csv" eval/
git add -A && git commit -q -m 'run it here'
printf 'no model, and long enough to be taken for one' >"$work/made/broken.onnx"
: >"$work/made/p-broken.csv"
expect again 0 'set acc vs base' 'set acc vs reference' '3 models_run'
expect few-samples 1 'model/regressed.*set acc went from .* flipped to wrong'
expect broken 3 'the model was not run: .*ONNX Runtime: .*\(protobuf\|Protobuf\|PROTOBUF\)'
exit $failed
