#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Real logs of llama-perplexity, judged: the model that tiny_lm.py has trained, as GGUF, quantized by llama-quantize to 8, 4 and 2 bits and
# to 8 bits with wrong scales in one tensor. Run by hand; some minutes.
#
#   sh tests/evidence/llama_cpp.sh SEAMGATE MADE      MADE is what tiny_lm.py has made
#
# LLAMA is a command before the names of llama.cpp's tools where they are not in PATH. Exit 77 with the reason where the tools, or the Python packages
# gguf, numpy and safetensors, are not there.
set -eu
HERE=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
SEAMGATE=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
MADE=$(CDPATH='' cd -- "$2" && pwd)
PYTHON=${PYTHON:-python3}
LLAMA=${LLAMA:-}
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
"$PYTHON" -c 'import gguf, numpy, safetensors' 2>/dev/null || { echo "skipped: Python has no gguf, numpy or safetensors" && exit 77; }
$LLAMA llama-perplexity --version >/dev/null 2>&1 || { echo "skipped: there is no llama-perplexity" && exit 77; }
LOGS=${LOGS:-$MADE/llama}
mkdir -p "$LOGS"
cd "$WORK"
head -c 60000 "$MADE/held_out.txt" >text.txt
"$PYTHON" "$HERE/tiny_gguf.py" "$MADE/hf" f32.gguf

# perplexity MODEL LOG ARGUMENTS…: until the log is whole. llama.cpp 0.7.0 (Debian) often ends with status 0 before its last lines are
# written; the first log that this happens to is kept as cut.log.
perplexity() {
	model=$1 log=$LOGS/$2
	shift 2
	for try in 1 2 3 4 5 6 7 8; do
		grep -q -e 'Final estimate' -e 'Same top p:' "$log" 2>/dev/null && return
		if [ -s "$log" ] && [ ! -s "$LOGS/cut.log" ]; then
			mv "$log" "$LOGS/cut.log"
		fi
		$LLAMA llama-perplexity -m "$model.gguf" -f text.txt -c 256 -t 1 "$@" >"$log" 2>&1
		echo "$model: run $try"
	done
}

for kind in Q8_0 Q4_0 Q2_K; do
	$LLAMA llama-quantize f32.gguf "$kind.gguf" "$kind" 1 >"$LOGS/quantize-$kind.log" 2>&1
done
"$PYTHON" "$HERE/break_gguf.py" Q8_0.gguf broken.gguf blk.1.ffn_down.weight
perplexity f32 ppl-f32.log
$LLAMA llama-perplexity -m f32.gguf -f text.txt -c 256 -t 1 --kl-divergence-base logits >/dev/null 2>&1
for kind in Q8_0 Q4_0 Q2_K broken; do
	perplexity "$kind" "ppl-$kind.log"
	perplexity "$kind" "kl-$kind.log" --kl-divergence --kl-divergence-base logits
done

mkdir repo
cd repo
git init -q -b main
git config user.name "Ada Writer"
git config user.email ada@example.org
cat >.seamgate.yml <<'POLICY'
version: 1
checks:
  model:
    models:
      - name: tiny
        files: ["model.gguf"]
        evidence:
          - {format: llama-perplexity, results: "eval/ppl.log", reference: "eval/f32"}
          - {format: llama-perplexity, results: "eval/kl.log"}
        metrics: [{metric: ppl, margin: 0.01, reference_margin: 0.02}, {metric: ln_ppl_ratio, margin: 0.01, reference_margin: 0.02}]
POLICY
mkdir -p eval/f32
cp "$LOGS/ppl-f32.log" eval/f32/ppl.log

# take NAME: that model and its logs.
take() {
	cp "../$1.gguf" model.gguf
	cp "$LOGS/ppl-$1.log" eval/ppl.log
	cp "$LOGS/kl-$1.log" eval/kl.log
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

take Q8_0
git branch Q8_0
for kind in Q4_0 Q2_K broken; do
	git checkout -q -B "$kind" Q8_0
	take "$kind"
done
# From nothing to 8 bits: only the reference and the limits to be held against.
git checkout -q --orphan empty
git rm -q -r -f model.gguf eval/ppl.log eval/kl.log
git commit -q -m empty
git checkout -q -B first
git checkout -q Q8_0 -- model.gguf eval/ppl.log eval/kl.log
git commit -q -m first
git checkout -q -B cut Q8_0
cp ../Q4_0.gguf model.gguf
cp "$LOGS/ppl-Q4_0.log" eval/ppl.log
if [ -s "$LOGS/cut.log" ] && grep -q 'Divergence' "$LOGS/cut.log"; then
	cp "$LOGS/cut.log" eval/kl.log
else
	grep -B 100000 'Mean PPL(Q)/PPL(base)' "$LOGS/kl-Q4_0.log" >eval/kl.log
fi
git commit -q -a -m cut
judge empty first 0
judge Q8_0 Q4_0 1
judge Q8_0 Q2_K 1
judge Q8_0 broken 1
judge Q8_0 cut 3
exit "$failed"
