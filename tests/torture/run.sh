#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every allocation of a run fails in turn: of one that blocks, and of one that passes. The run may then end
# with 4 (or 3, where a library hides that it was memory), or, where it could do without, as if
# nothing had failed, to the byte. Anything else fails the test: a pass or another verdict than the clean run's,
# a crash, a hang. See tests/torture/failalloc.c for how.
#
#   sh tests/torture/run.sh BINARY [MOST [NAME]]      NAME: only runs that have it in their name, one by one
#
# Up to MOST (2000) allocations one by one, from there on in steps that make about MOST / 4 more runs.
# Then the same again with everything failing from the N-th on, in steps.

set -eu
binary=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
most=${2:-2000}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"${CC:-cc}" -std=c11 -D_GNU_SOURCE -O1 -fPIC -shared -o "$scratch/failalloc.so" "$here/failalloc.c" -ldl

# --- a repository with a bit of everything ---
HOME=$scratch
GIT_CONFIG_NOSYSTEM=1
export HOME GIT_CONFIG_NOSYSTEM
git config --global user.name 'Ada Writer'
git config --global user.email ada@example.org
git init -q -b main "$scratch/repo"
cd "$scratch/repo"
cat >.seamgate.yml <<'END'
version: 1
paths: {ignore: ["vendor/**"]}
rules: {secrets/aws-access-key-id: error}
waivers:
  - {rule: secrets/aws-access-key-id, fingerprint: "0000000000000000000000000000000000000000000000000000000000000001", reason: r, owner: o, expires: 2099-01-01}
END
seq 1 300 >numbers.txt
mkdir folder
echo 'region = eu-west-1' >folder/settings.conf
git add -A && git commit -q -m 'start'
git checkout -q -b passes
seq 2 301 >numbers.txt
printf 'a\000b' >nul.dat
printf 'plain words' | iconv -t UTF-16 >wide.txt
ln -s folder link
git add -A && git commit -q -m 'words'
git checkout -q -b blocks
key=$(printf '%s%s' AKIA 3QW7XZ2LMN4KTRYG)
echo "key = $key" >folder/settings.conf
echo "key = $key" | iconv -t UTF-16 >wide.txt
printf 'version: 1\nblock: warning\n' >.seamgate.yml
git add -A && git commit -q -m "add $key"
# --- a model with its evidence, recipe and sidecar, and one that is worse ---
git checkout -q -b models main
cat >.seamgate.yml <<'END'
version: 1
checks:
  model:
    models:
      - name: a
        files: ["m.bin"]
        recipe: ["recipe.yaml", "quantize.py"]
        sidecar: evidence.json
        evidence:
          - {format: lm-eval, results: "eval/results_*.json", samples: "eval/samples_*.jsonl"}
          - {format: llama-perplexity, results: kl.log}
          - {format: predictions, results: p.csv}
          - {format: dvc, results: metrics.toml}
        metrics: [{metric: acc, margin: 0.02}, {metric: macro_f1, margin: 0.02}, {metric: wer, max: 0.2}]
END
# model NAME RIGHT: its files, as a pipeline would make them.
model() {
	rm -rf eval
	printf '%s' "$1" >m.bin
	python3 "$here/../cases/model/evidence.py" lm-eval eval 2026-04-15T13-55-33.1 "arc=100:$2" model="$1" date="17760000$2"
	python3 "$here/../cases/model/evidence.py" kl kl.log 6.2277 6.225194 0.0013"$2" 97.674
	awk -v right="$2" 'BEGIN { print "id,label,prediction"; for (i = 0; i < 100; i++) print i "," i % 2 "," (i < right ? i % 2 : 1 - i % 2) }' >p.csv
	printf '[asr]\nwer = 0.1%s\n' "$2" >metrics.toml
	printf 'GPTQModifier: {targets: Linear, scheme: W8A8, ignore: [lm_head]}\n' >recipe.yaml
	printf 'from llmcompressor import oneshot\noneshot(model="m", num_calibration_samples=512, max_seq_length=2048)\n' >quantize.py
	# shellcheck disable=SC2046
	"$binary" model bind --model m.bin --recipe recipe.yaml --recipe quantize.py $(printf -- '--evidence %s ' eval/* kl.log p.csv metrics.toml) >/dev/null
	git add -A && git commit -q -m "$1"
}
model one 90
git checkout -q -b worse-model
model two 40
# --- the weights of one, beside its checkpoint ---
git checkout -q -b weights main
printf 'version: 1\nchecks:\n  model: {models: [{name: w, files: ["w.gguf"], reference: ["w.safetensors"], require_evidence: false}]}\n' >.seamgate.yml
python3 "$here/../cases/model/names.py" w.gguf
python3 "$here/../cases/model/names.py" w.safetensors
git add -A && git commit -q -m 'weights'
git checkout -q -b worse-weights
python3 "$here/../cases/model/names.py" w.gguf outlier
git add -A && git commit -q -m 'other weights'
git checkout -q -b measured main
mkdir perf
# runs SEED MS FIRST: ten runs of two phases, as CSV and as traces.
runs() {
	awk -v seed="$1" -v ms="$2" 'BEGIN {
		print "query,render"
		for (i = 0; i < 10; i++) print ms + (seed * 7 + i * 13) % 10 / 10 "," 300 + (seed * 3 + i * 7) % 10 / 10
	}' >perf/runs.csv
	awk -v seed="$1" -v ms="$2" 'BEGIN {
		for (i = 0; i < 10; i++) {
			a = 1764230400000 + seed * 1000 + i; b = a + ms + 300
			printf "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"%032d\",\"spanId\":\"%016d\",\"name\":\"GET\",", i, 1
			printf "\"startTimeUnixNano\":\"%.0f000000\",\"endTimeUnixNano\":\"%.0f%06d\"},", a, b, (seed * 7 + i * 13) % 10
			printf "{\"traceId\":\"%032d\",\"spanId\":\"%016d\",\"parentSpanId\":\"%016d\",\"name\":\"query\",", i, 2, 1
			printf "\"startTimeUnixNano\":\"%.0f000000\",\"endTimeUnixNano\":\"%.0f%06d\"}]}]}]}\n", a, a + ms, i
		}
	}' >perf/traces.jsonl
}
cat >.seamgate.yml <<'END'
version: 1
checks:
  latency:
    flows:
      - name: basket
        budget_ms: 900
        sources: [{format: csv, path: "perf/runs.csv", columns: {phases: [query, render]}}]
        phases: [{name: query, budget_ms: 900, hop: query}, {name: render}]
      - {name: traces, sources: [{format: otlp, path: "perf/*.jsonl"}], history: "notes:latency"}
END
for i in 1 2 3 4 5 6 7 8 9; do
	runs "$i" 200
	git add -A && git commit -q -m "measured $i"
	git notes --ref=latency add -f -F perf/traces.jsonl HEAD 2>/dev/null
done
git checkout -q -b slower
runs 10 240
git add -A && git commit -q -m 'slower'
git checkout -q blocks
git gc -q
# --- another one: a key that only a branch has, in a file of its own ---
git init -q -b main "$scratch/branches"
git -C "$scratch/branches" commit -q --allow-empty -m 'start'
git -C "$scratch/branches" checkout -q -b side
git -C "$scratch/branches" commit -q --allow-empty -m "add $key"
git -C "$scratch/branches" checkout -q main
# Not committed: staged, changed again, not tracked, ignored.
mkdir new
echo "other = $key" >new/staged.conf
printf 'r.*\n' >.gitignore
git add new .gitignore
echo 'region = eu-west-2' >folder/settings.conf
echo 'words' >new/untracked.txt
ln -s new other

python3 "$here/torture.py" "$binary" "$scratch" "$most" "${3-}"
