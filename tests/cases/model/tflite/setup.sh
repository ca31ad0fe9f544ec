# SPDX-License-Identifier: Apache-2.0
# TFLite: int8 per channel beside its float model, and what can be wrong with either the numbers or the offsets.
repo
mkdir models
policy <<'POLICY'
version: 1
checks:
  model:
    models:
      - name: m
        files: ["models/m.tflite"]
        reference: ["models/float.tflite"]
        require_evidence: false
POLICY
python3 "$CASE/../tflite.py" models/float.tflite float
python3 "$CASE/../tflite.py" models/m.tflite float
commit base
git checkout -q -b sound
python3 "$CASE/../tflite.py" models/m.tflite int8
commit sound
for defect in nan zero-scales shifted range few-scales shape cut itself outside magic; do
	git checkout -q -B "$defect" sound
	python3 "$CASE/../tflite.py" models/m.tflite int8 "$defect"
	commit "$defect"
done
