# SPDX-License-Identifier: Apache-2.0
# Labelled predictions in windows of time: one that gets worse, missing labels, too few rows, errors of numbers, what is refused.

# rows FILE SEED COUNT RIGHT LATER [UNLABELLED]: a row a minute, so many of 100 right in the first half and in the second, so many without a label.
rows() {
	awk -v seed="$2" -v n="$3" -v right="$4" -v later="$5" -v none="${6:-0}" '
	function uniform() { x = (x * 16807) % 2147483647; return x / 2147483647 }
	BEGIN {
		x = seed * 7919 + 17
		for (i = 0; i < 9; i++) uniform()
		print "time,label,prediction,guess"
		for (i = 0; i < n; i++) {
			label = int(uniform() * 3)
			said = uniform() * 100 < (i < n / 2 ? right : later) ? label : (label + 1) % 3
			guess = label + (i < n / 2 ? 1 : 1 + (right - later) / 20) * (uniform() - 0.5)
			printf "2026-05-%02dT%02d:%02d:00Z,%s,%s.0,%.4f\n", 1 + int(i / 1440), int(i / 60) % 24, i % 60, uniform() * 100 < none ? "" : label, said, guess
		}
	}' | put "$1"
}

# begin NAME KEYS…: a change under the policy of one concept with these lines.
begin() {
	printf '\n## %s\n' "$1"
	shift
	git checkout -q -B topic main
	{
		printf 'version: 1\npipeline: [ingest, infer]\nchecks:\n  drift:\n    concepts:\n      - name: intent\n        current: data/now.csv\n'
		for line in "$@"; do printf '        %s\n' "$line"; done
	} >"$WORK/policy.yml"
}

judged() {
	git add -A
	git commit -qm change
	judge run --base main --head HEAD --check drift --policy "$WORK/policy.yml" | grep -v '^skipped\|^\$'
	[ -f "$WORK/.out/json" ] || return 0
	python3 -c '
import json, sys
report = json.load(open(sys.argv[1]))
for check in report["checks"]:
    for row in check.get("measurements", []):
        print("|", row["name"], *(f"{row[k]:.4f}" if row[k] is not None else "-" for k in ("base", "head", "low", "high")), row["head_samples"], row["verdict"], row["note"])
for finding in report["findings"]:
    if finding["check"] == "drift":
        print("|", finding["rule"], finding["state"], finding["hop"] or "-", finding["message"])
' "$WORK/.out/json"
}

repo
echo a | put src/model.py
rows data/reference.csv 1 3000 92 92 2
rows data/now.csv 2 3000 92 92 2
commit c1
