# SPDX-License-Identifier: Apache-2.0
# A worse model, and in the same change a policy that would let it through; what "known" lets through and what it does not.

# predictions RIGHT [FILE]: 4000 rows, so many of them right.
predictions() {
	mkdir -p eval
	awk -v right="$1" 'BEGIN { print "id,label,prediction"; for (i = 0; i < 4000; i++) print i ",yes," (i < right ? "yes" : "no") }' >"${2:-eval/p.csv}"
}

# settings KEYS: the policy, with these keys of the model.
settings() {
	policy <<POLICY
version: 1
checks:
  model:
    models:
      - name: a
        $1
POLICY
}

evidence='evidence: [{format: predictions, results: "eval/p.csv"}]'
usual="files: [\"models/a.gguf\"]
        $evidence
        metrics: [{metric: acc, margin: 0.01}]"

# change NAME RIGHT KEYS
change() {
	git checkout -q -B "$1" main
	printf '%s' "$1" | put models/a.gguf
	predictions "$2"
	settings "$3"
	commit "$1"
}

repo
printf 'a' | put models/a.gguf
predictions 3200
predictions 3100 eval/worse.csv
settings "$usual"
commit base
change margin 3100 "${usual%0.01*}0.5}]"
change other-metric 3100 "${usual%acc*}f1, better: higher}]"
change baseline 3100 "files: [\"models/a.gguf\"]
        evidence: [{format: predictions, results: eval/p.csv, baseline: eval/worse.csv}]"
change files 3100 "files: [\"models/b.gguf\"]
        $evidence"
# Off, and not asked for at all.
git checkout -q -B off margin
printf 'version: 1\nchecks: {model: {enabled: false}}\n' | policy
commit off
git checkout -q -B gone margin
git rm -q .seamgate.yml
commit gone
# No new evidence, and none is wanted any more.
git checkout -q -B unwanted main
printf 'other' | put models/a.gguf
settings "$usual
        require_evidence: false"
commit unwanted
# Another name, in the policy too: there is nothing that it could be compared with.
git checkout -q -B renamed main
git rm -q models/a.gguf eval/p.csv
printf 'other' | put models/b.gguf
predictions 2000 eval/b.csv
settings 'files: ["models/b.gguf"]
        evidence: [{format: predictions, results: "eval/b.csv"}]'
commit renamed
# Below the floor at the base already: as bad as before is known, a step further is not.
git checkout -q -B floor main
settings "${usual%margin*}margin: 0.01, min: 0.9}]"
commit floor
for right in 3200 3190 3100; do
	git checkout -q -B "floor-$right" floor
	printf '%s' "$right" | put models/a.gguf
	predictions $right
	# The rows stand the other way round: no evaluation of before.
	{ head -n 1 eval/p.csv && tail -n +2 eval/p.csv | sort -r; } >next && mv next eval/p.csv
	commit "floor-$right"
done
