# SPDX-License-Identifier: Apache-2.0
# Numbers of hops in every format: over a limit, worse than at the base, known, missing, no number at all.

# judged NAME KEYS…: the head under the policy of one series with these keys, which its base has too.
judged() {
	printf '\n## %s\n' "$1"
	shift
	{
		printf 'version: 1\npipeline: [ingest, enrich, infer]\nchecks:\n  metrics:\n    series:\n      - name: it\n'
		for line in "$@"; do printf '        %s\n' "$line"; done
	} >"$WORK/policy.yml"
	say_judged
}

# together NAME PATH SELECT…: a series for each select, all of one file.
together() {
	printf '\n## %s\n' "$1"
	path=$2
	shift 2
	{
		printf 'version: 1\nchecks:\n  metrics:\n    series:\n'
		for select in "$@"; do printf '      - {name: "%s", path: %s, select: "%s", tolerance: 1%%}\n' "$select" "$path" "$select"; done
	} >"$WORK/policy.yml"
	say_judged
}

say_judged() {
	judge run --base main --head HEAD --check metrics --policy "$WORK/policy.yml" | grep -v '^skipped\|^\$'
	[ -f "$WORK/.out/json" ] || return 0
	python3 -c '
import json, sys
report = json.load(open(sys.argv[1]))
for finding in report["findings"]:
    if finding["check"] == "metrics":
        print("|", finding["rule"], finding["state"], finding["hop"] or "-", finding["message"])
' "$WORK/.out/json"
}

# numbers WER NULLS IN DROPPED ACCURACY
numbers() {
	printf '{"asr":{"wer":%s,"runs":[{"wer":%s},{"wer":0.11}],"by.task":0.5},"empty":null}\n' "$1" "$1" | put m.json
	printf 'stage,records,nulls\nenrich,1000,%s\ninfer,990,1\n' "$2" | put m.csv
	{
		printf '# TYPE records_total counter\n'
		printf 'records_total{hop="enrich",part="0"} 100\nrecords_total{hop="enrich",part="1"} 100\nrecords_dropped_total{hop="enrich"} 5\n'
		printf 'records_total{hop="enrich",part="0"} %s\nrecords_total{hop="enrich",part="1"} %s\nrecords_dropped_total{hop="enrich"} %s\n' "$3" "$3" "$4"
	} | put m.prom
	printf '{"resourceMetrics":[{"resource":{},"scopeMetrics":[{"metrics":[{"name":"accuracy","gauge":{"dataPoints":[{"attributes":[{"key":"task","value":{"stringValue":"asr"}}],"asDouble":%s},{"attributes":[{"key":"task","value":{"stringValue":"vad"}}],"asDouble":0.9}]}},{"name":"errors","sum":{"aggregationTemporality":1,"dataPoints":[{"asInt":"3"},{"asInt":"4"}]}},{"name":"time","histogram":{"dataPoints":[]}}]}]}]}\n' "$5" | put otlp.json
}

repo
echo 1 | put enrich/main.py
numbers 0.10 10 1100 10 0.95
commit c1
git checkout -q -b topic
echo 2 | put enrich/main.py
numbers 0.13 60 1100 130 0.90
commit c2
