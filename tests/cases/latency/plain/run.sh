begin 'seconds: the query is 60 ms slower' "$csv" "$phases"
runs perf/runs.csv 2 10 0.26 0.3
judged
seamgate run --base main --head HEAD --check latency -q --report markdown 2>/dev/null | sed -n '/^Phases/,$p'

begin 'nothing is slower' "$csv" "$phases"
runs perf/runs.csv 2 10 0.2 0.3
judged

begin 'faster' "$csv" "$phases"
runs perf/runs.csv 2 10 0.1 0.3
judged

begin 'over the budget at the base already: known' "$csv" 'budget_ms: 450'
runs perf/runs.csv 2 10 0.2 0.3
judged

begin 'over the budget at the base, and worse: new' "$csv" "$phases" 'budget_ms: 450'
runs perf/runs.csv 2 10 0.26 0.3
judged

begin 'runs that scatter too much' "$csv" "$phases"
runs perf/runs.csv 2 10 0.2 0.3 1.6
judged

begin 'the same, as a warning' "$csv" "$phases" 'inconclusive: warning'
runs perf/runs.csv 2 10 0.2 0.3 1.6
judged

begin 'too few runs' "$csv" "$phases"
runs perf/runs.csv 2 5 0.2 0.3
judged

begin 'a phase without its column' "$csv" 'phases: [{name: render}, {name: serve}]'
runs perf/runs.csv 2 10 0.2 0.3
judged

begin 'phases that are more than the total' 'sources: [{format: csv, path: "perf/runs.csv", columns: {total: query, unit: s}}]' "$phases"
runs perf/runs.csv 2 10 0.2 0.3
judged

begin 'a unit that is none' 'sources: [{format: csv, path: "perf/runs.csv", columns: {total: total, unit: parsec}}]'
runs perf/runs.csv 2 10 0.2 0.3
judged

begin 'baseline: base in the workspace is a policy error' 'sources: [{format: csv, path: "perf/runs.csv", workspace: true}]'
runs perf/runs.csv 2 10 0.2 0.3
judged

begin 'what no phase covers is slower' "$csv" 'phases: [{name: render, hop: render}]'
runs perf/runs.csv 2 10 0.26 0.3
judged

begin 'creep: each step within the tolerance' "$csv" "$phases" 'history: "perf/old/*.csv"'
for i in 1 2 3 4 5 6 7 8 9; do runs "perf/old/$i.csv" "$i" 1 "0.1$i" 0.3 0; done
runs perf/runs.csv 2 10 0.2 0.3
judged

begin 'a history of two results' "$csv" "$phases" 'history: "perf/old/*.csv"'
for i in 1 2; do runs "perf/old/$i.csv" "$i" 1 "0.2" 0.3; done
runs perf/runs.csv 2 10 0.2 0.3
judged

begin 'files that the pipeline has just made' 'sources: [{format: csv, path: "out/head*.csv", workspace: true, columns: {total: total, unit: s}}]' "$phases" 'baseline: "out/base*.csv"'
commit c2
runs out/head.csv 2 10 0.26 0.3
runs out/base.csv 1 10 0.2 0.3
judge run --base main --head HEAD --check latency

begin 'the pipeline made none' 'sources: [{format: csv, path: "out/head*.csv", workspace: true, columns: {total: total, unit: s}}]' "$phases" 'baseline: "out/base*.csv"'
judged

begin 'creep in git notes of earlier commits' "$csv" "$phases" 'history: "notes:latency"'
git checkout -q main
for i in 1 2 3 4 5 6 7 8 9; do
	runs runs.csv "$i" 10 "0.1$i" 0.3 0.02
	git commit -q --allow-empty -m "step $i"
	git notes --ref=latency add -f -F runs.csv HEAD 2>&1
done
rm runs.csv
git checkout -q topic
git reset -q --hard main
runs perf/runs.csv 2 10 0.2 0.3
judged

begin 'a history of notes that nobody has fetched' "$csv" "$phases" 'history: "notes:latency"'
runs perf/runs.csv 2 10 0.2 0.3
judged

# flows FILE SEED A: rows of three flows in turn; the third one is slower by A.
flows() {
	awk -v seed="$2" -v slow="$3" '
	function noise(v) { x = (x * 16807) % 2147483647; return v * (1 + 0.04 * (x / 2147483647 - 0.5)) }
	BEGIN {
		x = seed * 7919 + 17
		for (i = 0; i < 9; i++) noise(1)
		print "flow,query,render"
		for (i = 0; i < 10; i++) for (f = 1; f <= 3; f++) printf "f%d,%.3f,%.3f\n", f, noise(200 * f) + (f == 3 ? slow : 0), noise(300)
	}' | put "$1"
}
printf '\n## several flows of one file\n'
rm -rf "$WORK/repo"
repo
{
	printf 'version: 1\nchecks:\n  latency:\n    flows:\n'
	for flow in f1 f2 none f3; do
		printf '      - {name: %s, min_samples: 10, sources: [{format: csv, path: perf/runs.csv, select: %s, columns: {flow: flow, phases: [query, render]}}]}\n' "$flow" "$flow"
	done
	printf '      - {name: f3 by its query, min_samples: 10, sources: [{format: csv, path: perf/runs.csv, select: f3, columns: {flow: flow, total: query}}]}\n'
} | policy
flows perf/runs.csv 1 0
commit c1
git checkout -q -b topic
flows perf/runs.csv 2 90
judged
