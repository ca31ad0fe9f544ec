# SPDX-License-Identifier: Apache-2.0
# "*" in the policy: names with slashes and metrics that only their name gives a better way are judged, and evidence of which nothing is
# judged is no pass.
card() {
	put README.md <<CARD
---
model-index:
- name: tiny
  results:
  - task: {type: text-classification}
    dataset: {name: GLUE, type: glue, config: mrpc, split: validation}
    metrics:
    - {type: accuracy, value: $1}
    - {type: f1, value: 0.87}
    - {type: seconds, value: 12}
---
# tiny
CARD
}

settings() {
	policy <<POLICY
version: 1
checks:
  model:
    models:
      - name: tiny
        files: [model.bin]
        require_evidence: false
        evidence: [{format: model-index, results: README.md}]
        metrics: [{$1}]
POLICY
}

repo
printf 'model' | put model.bin
card 0.60
settings 'task: "*", metric: "*", min: 0.7'
commit all
git checkout -q -B folder main
settings 'task: "GLUE*", metric: "acc*", min: 0.7'
commit folder
git checkout -q -B other main
settings 'task: "*", metric: seconds, min: 0.7'
commit other
git checkout -q -B nothing main
printf -- '---\nmodel-index:\n- name: tiny\n  results:\n  - dataset: {name: a/b}\n    metrics:\n    - {type: AP@0.50/all, value: 0.9}\n---\n' | put README.md
commit nothing
