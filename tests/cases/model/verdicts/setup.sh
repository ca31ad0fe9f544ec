# SPDX-License-Identifier: Apache-2.0
# Better, the same, worse, too few to tell; small losses that add up against the reference; several filters.
evidence() {
	python3 "$CASE/../evidence.py" "$@"
}

# change NAME TASK…: a new model with that evaluation.
change() {
	git checkout -q -B "$1" main
	printf '%s' "$1" | put models/a.gguf
	git rm -q -r eval/a
	evidence lm-eval eval/a 2026-04-16T13-55-33.1 date=1776100000 model="$@"
	commit "$1"
}

repo
policy <<'POLICY'
version: 1
checks:
  model:
    models:
      - name: a
        files: ["models/a.gguf"]
        evidence: [{format: lm-eval, results: "eval/a/results_*.json", samples: "eval/a/samples_*.jsonl", reference: "eval/f16"}]
        metrics: [{task: "*", metric: acc, margin: 0.01, reference_margin: 0.02, min: 0.70}]
POLICY
printf 'a' | put models/a.gguf
evidence lm-eval eval/a 2026-04-15T13-55-33.1 arc=4096:3277 boolq=4096:3277 model=a
evidence lm-eval eval/f16 2026-04-15T13-55-33.3 arc=4096:3277 boolq=4096:3277 model=f16
commit base
change same arc=4096:3277 boolq=4096:3277
change better arc=4096:3297 boolq=4096:3277
change worse arc=4096:3195 boolq=4096:3277
# As many right as before, but others: flips alone are no loss, and make it uncertain.
change flipped arc=4096:3277:600 boolq=4096:3277
change below arc=4096:2800 boolq=4096:3277
# 39 changes of 0.3 points have passed; the fortieth is measured against full precision.
git checkout -q -B drift main
printf 'a39' | put models/a.gguf
git rm -q -r eval/a eval/f16
evidence lm-eval eval/a 2026-04-16T13-55-33.1 date=1776100000 arc=4096:3277 boolq=4096:3277 model=a39
evidence lm-eval eval/f16 2026-04-15T13-55-33.3 arc=4096:3757 boolq=4096:3277 model=f16
commit drift
git checkout -q -b fortieth
printf 'a40' | put models/a.gguf
git rm -q -r eval/a
evidence lm-eval eval/a 2026-04-17T13-55-33.1 date=1776200000 arc=4096:3265 boolq=4096:3277 model=a40
commit fortieth
# A hundred documents cannot show a margin of one point.
git checkout -q -B few main
git rm -q -r eval
evidence lm-eval eval/a 2026-04-15T13-55-33.1 arc=100:80 model=a
commit few
git checkout -q -b fewer
printf 'a1' | put models/a.gguf
git rm -q -r eval
evidence lm-eval eval/a 2026-04-16T13-55-33.1 arc=100:79 model=a1
commit fewer
