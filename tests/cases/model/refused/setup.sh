# SPDX-License-Identifier: Apache-2.0
# Evidence that cannot be compared, or is none.
evidence() {
	python3 "$CASE/../evidence.py" "$@"
}

change() {
	git checkout -q -B "$1" main
	printf '%s' "$1" | put models/a.gguf
	git rm -q -r eval/a
	name=$1
	shift
	evidence lm-eval eval/a 2026-04-16T13-55-33.1 date=1776100000 model=a2 template=ffff "$@"
	commit "$name"
}

repo
policy <<'POLICY'
version: 1
checks:
  model:
    models:
      - name: a
        files: ["models/a.gguf"]
        evidence: [{format: lm-eval, results: "eval/a/results_*.json", samples: "eval/a/samples_*.jsonl"}]
POLICY
printf 'a' | put models/a.gguf
evidence lm-eval eval/a 2026-04-15T13-55-33.1 arc=300:240 boolq=300:240 model=a template=ffff
commit base
change shots arc=300:240 boolq=300:240 shots=5
change version arc=300:240 boolq=300:240 version=2
change limit arc=300:240 boolq=300:240 limit=300
change template arc=300:240 boolq=300:240 template=0a1b
change prompt arc=300:240 boolq=300:240 prompt=Please
change fewer arc=200:160 boolq=300:240
change missing boolq=300:240
change appended arc=300:240 boolq=300:240 repeat=2
change short arc=300:240 boolq=300:240 drop=10
change cut arc=300:240 boolq=300:240 cut=1
change nan arc=300:240 boolq=300:240 nan=1
change raised arc=300:240 boolq=300:240 value=0.9
# No error, and that is none: the samples are there.
change no-error arc=300:240 boolq=300:240 stderr=NA
change filters arc=300:240 boolq=300:240 filters=2
# Other things than results.
git checkout -q -B empty main
printf 'x' | put models/a.gguf
printf '{}' | put eval/a/results_2026-04-15T13-55-33.1.json
commit empty
git checkout -q -B garbage main
printf 'x' | put models/a.gguf
printf '{"results": {"arc": {"acc,none": 0.8' | put eval/a/results_2026-04-15T13-55-33.1.json
commit garbage
