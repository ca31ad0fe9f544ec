# SPDX-License-Identifier: Apache-2.0
# Changes that would make a page slower and hide it.

# rows SEED COUNT A B: CSV with two phases and a total of 10 ms more, in ms.
rows() {
	awk -v seed="$1" -v n="$2" -v a="$3" -v b="$4" '
	function noise(v) { x = (x * 16807) % 2147483647; return v * (1 + 0.04 * (x / 2147483647 - 0.5)) }
	BEGIN {
		x = seed * 7919 + 17
		for (i = 0; i < 9; i++) noise(1)
		for (i = 0; i < n; i++) { p = noise(a); q = noise(b); printf "%.6f,%.6f,%.6f\n", p, q, p + q + 0.02 * a }
	}'
}

# runs SEED COUNT A B
runs() {
	{ echo query,render,total; rows "$@"; } | put perf/runs.csv
}

# settings LINES…: the policy of the flow "basket" with these lines.
settings() {
	{
		printf 'version: 1\nchecks:\n  latency:\n    flows:\n      - name: basket\n'
		for line in "$@"; do printf '        %s\n' "$line"; done
	} | policy
}
csv='sources: [{format: csv, path: "perf/runs.csv", columns: {total: total, phases: [query, render]}}]'

# transfers SEED MEMBERS: ten of curl, with these members more.
transfers() {
	awk -v seed="$1" -v more="$2" 'BEGIN {
		for (i = 0; i < 10; i++) {
			t = ((seed * 7919 + i * 104729) % 1000) / 1e5
			printf "{%s\"time_namelookup\": 0.06, \"time_connect\": 0.07, \"time_appconnect\": 0, \"time_pretransfer\": 0.08, \"time_starttransfer\": %.6f, \"time_total\": %.6f, \"http_code\": 200, \"exitcode\": 0}\n", more, 0.2 + t, 0.3 + t
		}
	}' | put perf/curl.json
}

begin() {
	printf '\n## %s\n' "$1"
	shift
	rm -rf "$WORK/repo"
	repo
	settings "$@"
	runs 1 10 200 300
	commit c1
	git checkout -q -b topic
}

judged() {
	commit c2
	judge run --base main --head HEAD --check latency | grep -v ^skipped
	[ -f "$WORK/.out/json" ] || return 0
	python3 -c '
import json, sys
for finding in json.load(open(sys.argv[1]))["findings"]:
    if finding["check"] == "latency":
        print("|", finding["rule"], finding["message"])
' "$WORK/.out/json"
}

repo
