# SPDX-License-Identifier: Apache-2.0
# An evaluation that is not this model's own, under another name and date; a baseline that gets worse in a change of its own.
evidence() {
	python3 "$CASE/../evidence.py" "$@"
}

# change NAME: model a has other bytes, and no evaluation.
change() {
	git checkout -q -B "$1" main
	printf '%s' "$1" | put models/a.gguf
	git rm -q -r eval/a
	mkdir -p eval/a
}

# dated FROM TO DATE: results and samples of FROM as those of TO, with a new date inside and in the names.
dated() {
	for file in "$1"/*; do
		name=${file##*/}
		sed 's/"date": [0-9.]*/"date": 1776200000.25/' "$file" >"$2/${name%_*}_$3.${name##*.}"
	done
}

repo
policy <<'POLICY'
version: 1
checks:
  model:
    models:
      - name: a
        files: ["models/a.gguf"]
        reference: ["models/f16.gguf"]
        evidence: [{format: lm-eval, results: "eval/a/results_*.json", samples: "eval/a/samples_*.jsonl", reference: "eval/f16"}]
      - name: b
        files: ["models/b.gguf"]
        evidence: [{format: lm-eval, results: "eval/b/results_*.json", samples: "eval/b/samples_*.jsonl"}]
POLICY
printf 'a' | put models/a.gguf
printf 'b' | put models/b.gguf
printf 'f16' | put models/f16.gguf
evidence lm-eval eval/a 2026-04-15T13-55-33.1 arc=600:480 model=a seconds=12.3456
evidence lm-eval eval/f16 2026-04-15T13-55-33.3 arc=600:481 model=f16 seconds=24.6789
evidence lm-eval eval/b 2026-04-15T13-55-33.2 arc=600:482 model=b seconds=13.4567
evidence lm-eval eval/archive 2025-04-15T13-55-33.2 arc=600:490 model=old seconds=11.9876
commit base
# The evaluation of the model before, with another date; of the other model; of the reference.
change dated-own
git checkout -q main -- eval/a
mkdir old
git mv -k eval/a/* old/
dated old eval/a 2026-04-16T13-55-33.1
git rm -q -r -f old
commit dated-own
change dated-other
dated eval/b eval/a 2026-04-16T13-55-33.1
commit dated-other
change dated-reference
dated eval/f16 eval/a 2026-04-16T13-55-33.1
commit dated-reference
# The same, and the time that the run took is edited too: each answer is still the other model's.
change dated-edited
dated eval/b eval/a 2026-04-16T13-55-33.1
sed -i 's/13\.4567/14.0001/' eval/a/results_*
commit dated-edited
# Without samples the time is all that tells.
change dated-alone
dated eval/b eval/a 2026-04-16T13-55-33.1
rm eval/a/samples_*
commit dated-alone
# An evaluation that lay in a folder of which the policy knows nothing.
change archived
cp eval/archive/* eval/a/
commit archived
# The new results are worse; the samples are the reference's, with as many rights as the results want.
change swapped
evidence lm-eval eval/a 2026-04-16T13-55-33.1 date=1776100000 arc=600:460 model=a2
cp eval/f16/samples_* eval/a/samples_arc_2026-04-16T13-55-33.1.jsonl
commit swapped
# The reference gets worse, and nothing else changes; a task of it goes.
git checkout -q -B lowered main
git rm -q -r eval/f16
evidence lm-eval eval/f16 2026-04-16T13-55-33.3 date=1776100000 arc=600:470 model=f16
commit lowered
git checkout -q -B renamed-task main
git rm -q -r eval/f16
evidence lm-eval eval/f16 2026-04-16T13-55-33.3 date=1776100000 boolq=600:490 model=f16
commit renamed-task
# Honest: it gets better; it comes with the full-precision model that it was measured on; two names for the same bytes.
git checkout -q -B raised main
git rm -q -r eval/f16
evidence lm-eval eval/f16 2026-04-16T13-55-33.3 date=1776100000 arc=600:484 model=f16
commit raised
git checkout -q -B retrained main
git rm -q -r eval/f16
evidence lm-eval eval/f16 2026-04-16T13-55-33.3 date=1776100000 arc=600:470 model=f16
printf 'f16 anew' | put models/f16.gguf
commit retrained
change twin
printf 'b' | put models/a.gguf
dated eval/b eval/a 2026-04-16T13-55-33.1
commit twin
