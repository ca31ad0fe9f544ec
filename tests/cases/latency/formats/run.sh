# SPDX-License-Identifier: Apache-2.0
printf '\n## measured again, and nothing is slower\n'
formats 2 1
judged

printf '\n## one phase of each takes 1.3 times as long\n'
formats 3 1.3
judged

# again NAME: the reports as measured once more.
again() {
	printf '\n## %s\n' "$1"
	git checkout -q -f -B topic main
	formats 2 1
}

again 'each report with a trap in it'
spoil perf/runs.jsonl '"query": ' '"query": "NaN", "was": '
spoil perf/jmh-3.json '"rawData": [[' '"rawData": [["NaN", '
spoil perf/otlp.jsonl '0000000000000002' '0000000000000001'
spoil perf/jaeger.json '"spanID": "2"' '"spanID": "1"'
spoil perf/aiperf.jsonl '"time_to_first_token": {' '"time_to_first_token": {"value": 4.9, "unit": "ms"}, "time_to_first_token": {'
spoil perf/shop.har '"dns": -1' '"dns": -2'
spoil perf/browsertime.json '"resourceLoadDelay": ' '"resourceLoadDelay": -'
spoil perf/beacons.jsonl '"value": ' '"value": 9'
spoil perf/flow-2.json '"provided"' '"simulate"'
spoil perf/lh11-2.json '"timing": ' '"timing": -'
spoil perf/mlperf-2.txt 'VALID' 'INVALID'
spoil perf/vllm.json '["", ""' '["timed out", ""'
spoil perf/guide-2.json '"errored": {"count": 0}' '"errored": {"count": 3}'
spoil perf/oha-2.json '"errorDistribution": {}' '"errorDistribution": {"timed out": 2}'
spoil perf/hey.csv ',200,' ',503,'
spoil perf/k6.json '"http_req_failed", "type": "Point", "data": {"time": "2026-11-27T05:00:00.0Z", "value": 0' '"http_req_failed", "type": "Point", "data": {"time": "2026-11-27T05:00:00.0Z", "value": 1'
spoil perf/k6e-2.json '"fails": 20, "value": 0' '"fails": 19, "value": 0.05'
spoil perf/wrk-2.txt '  1054 requests' '  Socket errors: connect 0, read 3, write 0, timeout 2
  1054 requests'
spoil perf/headers.txt 'b\""' 'b\"'
spoil perf/prom-2.txt 'le="+Inf"} 110' 'le="+Inf"} 90'
spoil perf/om-2.json '"bucketCounts": ["0", "20", "0"]' '"bucketCounts": ["0", "19", "0"]'
spoil perf/pa-2.csv 'Server Queue,' 'Server Queue,Server Queue,'
spoil perf/plan-2.json '"Actual Loops": 1' '"Actual Loops": -1'
spoil perf/gb.json '"run_type": "iteration", ' '"run_type": "iteration", "error_occurred": true, "error_message": "x", '
spoil perf/pytest.json '"data": ' '"was": '
spoil perf/go.txt ' ns/op' ' furlongs/op'
spoil perf/hyperfine.json '"exit_codes": [0' '"exit_codes": [1'
spoil perf/trace-2.json '"statusCode": 200' '"statusCode": 503'
spoil perf/crux.json '"p75": 2400' '"p75": "NaN"'
spoil perf/manifest.json '/lhr-2003.json' '/lhr-9.json'
spoil perf/2.hlog 'HIST' 'HISU'
judged

again 'each report cut off'
for report in perf/*; do
	case $report in *-[1-9].* | */[1-9].hlog) continue ;; esac # one of each is enough
	size=$(wc -c <"$report")
	head -c "$((size * 18 / 19))" "$report" >cut && mv cut "$report"
done
judged

again 'seconds where there were milliseconds'
python3 -c '
import json, re, sys
for path, key in (("perf/hyperfine.json", "times"), ("perf/pytest.json", "data")):
    text = open(path).read()
    head, numbers, tail = re.match(r"(.*\"%s\": \[)([^\]]*)(\].*)" % key, text, re.S).groups()
    open(path, "w").write(head + ", ".join(str(float(n) * 1000) for n in numbers.split(",")) + tail)
'
judged
