# SPDX-License-Identifier: Apache-2.0
# Predictions beside labels; evidence in the checked-out directory; too few samples as a warning; a limit that was broken before.

# predictions RIGHT: 2000 rows, so many of them right.
predictions() {
	mkdir -p eval
	awk -v right="$1" 'BEGIN { print "id,label,prediction"; for (i = 0; i < 2000; i++) print i ",yes," (i < right ? "yes" : "no") }' >eval/predictions.csv
}

# settings KEYS…: the policy, with these keys of the model.
settings() {
	policy <<POLICY
version: 1
checks:
  model:
    models:
      - name: a
        files: ["models/a.gguf"]
        $1
        $2
POLICY
}

# change NAME RIGHT
change() {
	git checkout -q -b "$1"
	printf '%s' "$1" | put models/a.gguf
	predictions "$2"
	commit "$1"
	git checkout -q -
}

repo
printf 'a' | put models/a.gguf
predictions 1600
settings 'evidence: [{format: predictions, results: "eval/predictions.csv"}]' ''
commit base
change good 1601
change unchanged 1600
change bad 1500
git checkout -q -b warning
settings 'evidence: [{format: predictions, results: "eval/predictions.csv"}]' 'inconclusive: warning'
printf '%s\n' id,label,prediction 1,a,a 2,a,a | put eval/predictions.csv
commit warning-base
git checkout -q -b warned
printf 'b' | put models/a.gguf
printf '%s\n' id,label,prediction 1,a,a 2,a,b | put eval/predictions.csv
commit warned
# Below its floor at the base already, and no worse.
git checkout -q -b limit main
settings 'evidence: [{format: predictions, results: "eval/predictions.csv"}]' 'metrics: [{metric: acc, min: 0.9}]'
commit limit
change limited 1601
# The evaluation is nobody's commit: it lies in the checked-out directory, and its baseline in git.
git checkout -q -b workspace main
mkdir baseline
git mv eval/predictions.csv baseline/
settings 'evidence: [{format: predictions, results: "eval/predictions.csv", baseline: baseline, workspace: true}]' ''
printf 'eval\n' | put .gitignore
commit workspace
git checkout -q -b evaluated
printf 'b' | put models/a.gguf
commit evaluated
