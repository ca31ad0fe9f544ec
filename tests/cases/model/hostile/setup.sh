# SPDX-License-Identifier: Apache-2.0
# Changes that would make a model worse, or put another in its place, and hide it.
evidence() {
	python3 "$CASE/../evidence.py" "$@"
}

# settings NAME FOLDER: the policy of the model models/NAME.gguf with its evidence in FOLDER.
settings() {
	policy <<POLICY
version: 1
checks:
  model:
    models:
      - name: a
        files: ["models/$1*.gguf"]
        evidence: [{format: lm-eval, results: "$2/results_*.json", samples: "$2/samples_*.jsonl", reference: "eval/f16"}]
        metrics: [{task: "*", metric: acc, min: 0.70${3:-}}]
POLICY
}

change() {
	git checkout -q -B "$1" main
	printf '%s' "$1" | put models/a.gguf
}

# edit FILE PYTHON: `whole` is the JSON in it.
edit() {
	python3 -c 'import json, sys
whole = json.load(open(sys.argv[1]))
exec(sys.argv[2])
json.dump(whole, open(sys.argv[1], "w"), indent=2)' "$@"
}
new=eval/a/results_2026-04-16T13-55-33.1.json

repo
settings a eval/a
printf 'a' | put models/a.gguf
evidence lm-eval eval/a 2026-04-15T13-55-33.1 arc=1000:800 boolq=1000:800 model=a
evidence lm-eval eval/f16 2026-04-15T13-55-33.3 arc=1000:800 boolq=1000:800 model=f16
commit base
# Newer results, of one task only: the other task's are those of the model before.
change half
evidence lm-eval eval/a 2026-04-16T13-55-33.1 date=1776100000 arc=1000:800 model=a2
commit half
# The numbers got worse, and the file says that less is better.
change turned
git rm -q -r eval/a
evidence lm-eval eval/a 2026-04-16T13-55-33.1 date=1776100000 arc=1000:700 boolq=1000:800 model=a2
edit $new 'whole["higher_is_better"]["arc"]["acc"] = False'
commit turned
# The task that got worse calls itself a group, which the pattern "*" does not ask for.
change group
git rm -q -r eval/a
evidence lm-eval eval/a 2026-04-16T13-55-33.1 date=1776100000 arc=1000:710 boolq=1000:800 model=a2
edit $new 'whole["group_subtasks"]["arc"] = ["boolq"]'
commit group
# The reference is left alone, and a newer and worse one is put beside it.
change beside
git rm -q -r eval/a
evidence lm-eval eval/a 2026-04-16T13-55-33.1 date=1776100000 arc=1000:800 boolq=1000:800 model=a2
evidence lm-eval eval/f16 2026-04-17T13-55-33.1 date=1776900000 arc=1000:750 boolq=1000:750 model=f16
commit beside
# The model gets another name and other bytes; its evidence stays.
git checkout -q -B renamed main
git rm -q models/a.gguf
printf 'other' | put models/b.gguf
settings b eval/a
commit renamed
# And the evidence moves with it.
git checkout -q -B moved main
git rm -q models/a.gguf
printf 'other' | put models/b.gguf
git mv eval/a eval/b
settings b eval/b
commit moved
# Honest: another name for the same bytes, within the pattern and out of it.
git checkout -q -B name main
git mv models/a.gguf models/a-int8.gguf
commit name
git checkout -q -B another-name main
git mv models/a.gguf models/b.gguf
settings b eval/a
commit another-name
# What would tell the two evaluations apart is left out: in the results, in the rows.
change unsaid
git rm -q -r eval/a
evidence lm-eval eval/a 2026-04-16T13-55-33.1 date=1776100000 arc=1000:800 boolq=1000:800 model=a2 shots=5
edit $new 'del whole["n-shot"]'
commit unsaid
change unhashed
git rm -q -r eval/a
evidence lm-eval eval/a 2026-04-16T13-55-33.1 date=1776100000 arc=1000:800 boolq=1000:800 model=a2 prompt=Please
sed -i 's/"prompt_hash": "[0-9a-f]*", //' eval/a/samples_*
commit unhashed
# The evaluation is a link to the one before.
change linked
git mv eval/a eval/old
mkdir eval/a
ln -s ../old/results_2026-04-15T13-55-33.1.json eval/a/results_2026-04-15T13-55-33.1.json
commit linked
# Numbers that no model has.
number() {
	change "$1"
	git rm -q -r eval/a
	evidence lm-eval eval/a 2026-04-16T13-55-33.1 date=1776100000 arc=1000:800 boolq=1000:800 model=a2
	edit $new "$2"
	commit "$1"
}
number negative-error 'whole["results"]["arc"]["acc_stderr,none"] = -0.5'
number no-share 'whole["results"]["arc"]["acc,none"] = 1.5'
number no-perplexity 'whole["results"]["arc"]["perplexity,none"] = 0; whole["results"]["arc"]["perplexity_stderr,none"] = 0.1
whole["results"]["boolq"]["perplexity,none"] = 9; whole["results"]["boolq"]["perplexity_stderr,none"] = 0.1'
settings a eval/a '}, {metric: perplexity, margin: 0.01'
commit no-perplexity-policy
# Settings with which a comparison would say nothing.
for setting in 'margin: 0' 'margin: -1' 'reference_margin: -0.1' 'alpha: 0' 'alpha: 0.9'; do
	git checkout -q -B "setting-$(printf '%s' "$setting" | tr -c 'a-z0-9' -)" main
	settings a eval/a ", $setting"
	commit setting
done
