# SPDX-License-Identifier: Apache-2.0
# The gate runs the model itself, on the base's labelled set and apart: by a library that stands for ONNX Runtime's.

# runner [EVIDENCE] [SETTINGS]: the policy.
runner() {
	policy <<POLICY
version: 1
checks:
  model:
    models:
      - name: m
        files: ["models/m.onnx"]
        weights: {enabled: false}
        ${1:+evidence: [$1]}
        runner: {set: "eval/t.csv"${2:-}}
POLICY
}

# cells N OFF: a table whose only feature is the label, or for OFF 1 never is.
cells() {
	awk -v n="$1" -v off="$2" 'BEGIN { print "x,label"; for (i = 0; i < n; i++) print i % 2 "," (i + off) % 2 }'
}
repo
cells 2000 0 | put eval/t.csv
echo 'right 1600' | put models/m.onnx
runner '' ', timeout: 60s'
commit base
git checkout -q -b hasty
runner '' ', timeout: 2s'
commit hasty
git checkout -q main
