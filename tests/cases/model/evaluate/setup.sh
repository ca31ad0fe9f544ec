# SPDX-License-Identifier: Apache-2.0
# The team's harness, run by the gate: as the base has it, whatever the change makes of it.

# harness WORD…: the command, the rest of `evaluate` in $more.
harness() {
	policy <<POLICY
version: 1
checks:
  model:
    models:
      - name: a
        files: ["models/a.gguf"]
        weights: {enabled: false}
        evidence: [{format: predictions, results: "eval/*.csv", baseline: baseline, workspace: true}]
        evaluate: {command: [$1], files: ["tools/**"]${more:-}}
POLICY
}

# A "model" is the number of documents that it gets right.
repo
cat <<'HARNESS' | put tools/evaluate.sh
#!/bin/sh
. tools/lib/rows.sh
echo "looking at $1" >&2
mkdir -p "$1/eval"
rows "$(cat "$1/models/a.gguf")" >"$1/eval/new.csv"
HARNESS
chmod +x tools/evaluate.sh
cat <<'ROWS' | put tools/lib/rows.sh
rows() {
	awk -v right="$1" 'BEGIN { print "id,label,prediction"; for (i = 0; i < 2000; i++) print i ",yes," (i < right ? "yes" : "no") }'
}
ROWS
printf '1600' | put models/a.gguf
mkdir baseline
sh -c '. tools/lib/rows.sh; rows 1600' | put baseline/new.csv
printf 'eval\n' | put .gitignore
harness '"tools/evaluate.sh", "{workspace}"'
commit base
