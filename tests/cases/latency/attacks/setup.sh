# What somebody would do to get a slower page past the gate. The flow "shop" has committed reports, a budget.json and a baseline of its own.

# runs FILE SEED COUNT QUERY RENDER: CSV with two phases and a total that has 10 ms more.
runs() {
	awk -v seed="$2" -v n="$3" -v a="$4" -v b="$5" '
	function noise(v) { x = (x * 16807) % 2147483647; return v * (0.98 + 0.04 * x / 2147483647) }
	BEGIN {
		x = seed * 7919 + 17
		for (i = 0; i < 9; i++) noise(1)
		print "flow,query,render,total"
		for (i = 0; i < n; i++) { p = noise(a); q = noise(b); printf "interactive,%.3f,%.3f,%.3f\n", p, q, p + q + 10 }
	}' | put "$1"
}

settings() {
	policy <<'POLICY'
version: 1
checks:
  latency:
    flows:
      - name: shop
        when: ["web/**"]
        min_samples: 8
        budget_ms: 600
        budgets: perf/budget.json
        sources: [{format: csv, path: "perf/runs.csv", select: interactive, columns: {flow: flow, total: total}}]
        phases: [{name: query, budget_ms: 260}, {name: render}]
      - name: pinned
        sources: [{format: csv, path: "perf/runs.csv", select: interactive, columns: {flow: flow, total: total}}]
        baseline: perf/pinned.csv
        phases: [{name: query}, {name: render}]
POLICY
}

# budget MS
budget() {
	printf '[{"path": "/*", "timings": [{"metric": "largest-contentful-paint", "budget": 9000}, {"metric": "speed-index", "budget": 1}]},\n {"timings": [{"metric": "%s", "budget": %s, "tolerance": 5}]}]\n' interactive "$1" |
		put perf/budget.json
}

row() {
	printf '\n## %s\n' "$1"
	git checkout -q -f -B topic main
	printf '%s\n' "$1" | put web/page.html
}

# change FILE FROM TO
change() {
	sed "s|$2|$3|" "$1" >changed
	cmp -s changed "$1" && echo "nothing changed in $1"
	mv changed "$1"
}

judged() {
	commit c2
	judge run --base main --head HEAD --check latency >"$WORK/said"
	grep -v '^skipped\|^\$ ' "$WORK/said"
}

repo
settings
budget 600
printf 'a page\n' | put web/page.html
runs perf/pinned.csv 1 10 200 300
runs perf/runs.csv 2 10 150 300
commit c0
runs perf/runs.csv 3 10 200 300
commit c1
git checkout -q -b topic
