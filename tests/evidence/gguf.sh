#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Real GGUF files: a network trained on scikit-learn's digits, quantized by llama.cpp's own library to each type that it writes
# (tests/evidence/gguf/files.py). Each sound one passes beside its reference, in each with faults both are named with their
# tensors. Then the library's dequantization of random blocks against ours, bit for bit.
#   sh tests/evidence/gguf.sh SEAMGATE
# Needs python3, npm and cc; exit 77 where gguf, scikit-learn and @node-llama-cpp/linux-x64 cannot be installed.
set -u
gate=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/gguf
root=$(cd "$here/../../.." && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0

python3 -m venv tools
if ! { tools/bin/python -m pip install -q gguf scikit-learn safetensors && npm pack --silent @node-llama-cpp/linux-x64@3.22.1 && tar xzf ./*.tgz; } >log 2>&1; then
	cat log
	echo "skipped: no package index"
	exit 77
fi
library=$work/package/bins/linux-x64/libggml-base.so
mkdir made
tools/bin/python "$here/files.py" "$library" made >types 2>log || {
	cat log
	exit 1
}

git init -q -b main repository && cd repository || exit 1
git config user.name Ada && git config user.email ada@example.org
mkdir models
cat >.seamgate.yml <<'POLICY'
version: 1
checks:
  secrets: {enabled: false}
  dependencies: {enabled: false}
  model:
    models:
      - {name: digits, files: ["models/m.gguf"], reference: ["models/f32.gguf"], require_evidence: false, weights: {required: true}}
POLICY
cp ../made/f32.gguf models/
git add -A && git commit -q -m reference

# says TYPE PATTERN…
says() {
	type=$1
	shift
	for pattern; do
		grep -q -- "$pattern" ../out || {
			echo "$type: nothing says $pattern"
			cat ../out
			failed=1
		}
	done
}

# judge FILE EXIT: a change that brings it.
judge() {
	git checkout -q -B change main
	cp "../made/$1.gguf" models/m.gguf
	git add -A && git commit -q -m "$1"
	"$gate" run --base main --head change --color never >../out 2>&1
	got=$?
	[ "$got" -eq "$2" ] || {
		echo "$1: exit $got, expected $2"
		cat ../out
		failed=1
	}
}

while read -r type faults; do
	judge "$type" 0
	says "$type" 'SQNR blk\.[01]\.ffn_up\.weight.*'"$type"
	judge "$type-faults" 1
	says "$type" 'model/weights-nonfinite.*tensor blk\.0\.ffn_up\.weight ('"$type)"
	case $faults in
	*zero*) says "$type" 'model/\(zero-scale\|dead-rows\).*tensor blk\.1\.ffn_up\.weight ('"$type)" ;;
	esac
	grep -q 'tensor \(token_embd\|output\)' ../out && {
		echo "$type: a sound tensor is blamed"
		failed=1
	}
done <../types
echo "$(wc -l <../types) types by ggml's quantizer, good and with faults"

# A checkpoint of Llama's names beside the GGUF made of it, whole and in gguf-py's splits; a split that is gone, and one of another set.
../tools/bin/python "$here/named.py" ../made || exit 1
git checkout -q -B named main
sed -i 's|models/m.gguf|models/m*.gguf|; s|models/f32.gguf|models/llama.safetensors|' .seamgate.yml
cp ../made/llama.safetensors models/
git add -A && git commit -q -m named
# change NAME EXIT PATTERN…: judges what models/ has now.
change() {
	git checkout -q -B change named
	git add -A && git commit -q -m "$1"
	"$gate" run --base named --head change --color never >../out 2>&1
	got=$?
	[ "$got" -eq "$2" ] || {
		echo "$1: exit $got, expected $2"
		cat ../out
		failed=1
	}
	name=$1
	shift 2
	says "$name" "$@"
	git checkout -q named
}
cp ../made/llama.gguf models/m.gguf
change whole 0 'SQNR blk\.[01]\.attn_q\.weight.*Q8_0' ' 21 tensors'
splits() {
	for file in ../made/split-*; do
		cp "$file" "models/m${file#../made/split}"
	done
}
splits
change splits 0 'SQNR blk\.[01]\.attn_k\.weight.*Q8_0' ' 21 tensors'
splits && rm models/m-00002-of-00003.gguf
change 'a split is gone' 3 'one of 3 shards, and 2 are here'
splits && cp models/m-00003-of-00003.gguf models/m-00004-of-00003.gguf
change 'a split too many' 3 'its name says another one'
echo "a checkpoint's names, and splits"

cc -O1 -std=gnu11 -I"$root" "$here/differential.c" "$root"/checks/model/weights/dequant/*.c -lm -o ../differential || exit 1
../differential "$library" 4000 || failed=1
exit $failed
