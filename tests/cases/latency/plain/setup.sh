# CSV, JSONL and hyperfine: units, budgets that were exceeded before, scatter, the workspace, history.

# runs FILE SEED COUNT A B [SPREAD]: CSV with two phases in seconds and a total that has 10 ms more.
runs() {
	awk -v seed="$2" -v n="$3" -v a="$4" -v b="$5" -v spread="${6:-0.04}" '
	function noise(v) { x = (x * 16807) % 2147483647; return v * (1 + spread * (x / 2147483647 - 0.5)) }
	BEGIN {
		x = seed * 7919 + 17
		for (i = 0; i < 9; i++) noise(1)
		print "query,render,total"
		for (i = 0; i < n; i++) { p = noise(a); q = noise(b); printf "%.6f,%.6f,%.6f\n", p, q, p + q + 0.01 }
	}' | put "$1"
}

# settings FLOW-KEYS…: the policy of the flow "basket" with these lines.
settings() {
	{
		printf 'version: 1\nchecks:\n  latency:\n    flows:\n      - name: basket\n        min_samples: 10\n'
		for line in "$@"; do printf '        %s\n' "$line"; done
	} | policy
}
csv='sources: [{format: csv, path: "perf/runs.csv", columns: {total: total, unit: s}}]'
phases='phases: [{name: query, hop: query}, {name: render, hop: render}]'

# begin NAME FLOW-KEYS…: main has ten runs of 0.2 + 0.3 s and this policy; the change is on topic.
begin() {
	printf '\n## %s\n' "$1"
	shift
	rm -rf "$WORK/repo"
	repo
	settings "$@"
	runs perf/runs.csv 1 10 0.2 0.3
	commit c1
	git checkout -q -b topic
}

judged() {
	commit c2
	judge run --base main --head HEAD --check latency
	[ -f "$WORK/.out/json" ] || return 0
	python3 -c '
import json, sys
for finding in json.load(open(sys.argv[1]))["findings"]:
    if finding["check"] == "latency":
        print("|", finding["rule"], finding["hop"] or "-", finding["detail"].get("owner", "-"), finding["message"])
' "$WORK/.out/json"
}

repo
