# SPDX-License-Identifier: Apache-2.0
# Ages of data in every format, against the time of the run: what is too old, missing, failed, of the future, idle or stuck.

# ago SECONDS: that long ago, as RFC 3339.
ago() { date -u -d "@$(($(date +%s) - $1))" +%Y-%m-%dT%H:%M:%SZ; }
# since SECONDS: that long ago, in milliseconds since 1970.
since() { echo "$((($(date +%s) - $1) * 1000))"; }

# result NAME LOADED SNAPSHOT STATUS
result() {
	printf '{"unique_id":"source.shop.raw.%s","max_loaded_at":"%s","snapshotted_at":"%s","max_loaded_at_time_ago_in_s":1.0,"status":"%s","criteria":{"warn_after":{"count":null,"period":null},"error_after":{"count":12,"period":"hour"},"filter":null},"adapter_response":{},"timing":[],"thread_id":"Thread-1","execution_time":0.1}' \
		"$1" "$(ago "$2")" "$(ago "$3")" "$4"
}

# sources SNAPSHOT RESULT…: dbt's sources.json.
sources() {
	printf '{"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/sources/v3.json","dbt_version":"1.9.0","generated_at":"%s","env":{}},"results":[' "$(ago "$1")"
	shift
	(IFS=,; printf '%s' "$*")
	printf '],"elapsed_time":0.5}\n'
}

# judged NAME KEYS…: the head under the policy of one source with these keys, which its base has too.
judged() {
	printf '\n## %s\n' "$1"
	shift
	{
		printf 'version: 1\npipeline: [ingest, enrich, infer]\nchecks:\n  freshness:\n    sources:\n      - name: clicks\n'
		for line in "$@"; do printf '        %s\n' "$line"; done
	} >"$WORK/policy.yml"
	judge run --base main --head HEAD --check freshness --policy "$WORK/policy.yml" | grep -v '^skipped\|^\$'
	[ -f "$WORK/.out/json" ] || return 0
	python3 -c '
import json, sys
report = json.load(open(sys.argv[1]))
for finding in report["findings"]:
    if finding["check"] == "freshness":
        print("|", finding["rule"], finding["state"], finding["hop"] or "-", finding["message"])
' "$WORK/.out/json"
}

repo
echo a | put src/load.sql
sources 90000 "$(result clicks 90060 90000 pass)" "$(result users 100800 90000 pass)" | put target/sources.json
commit c1
git checkout -q -b topic
sources 864000 "$(result clicks 864060 864000 pass)" | put target/old.json
sources 10 "$(result clicks 60 10 error)" "$(result users 7200 10 pass)" | put target/sources.json
sources 10 "$(result clicks 60 10 pass)" | put target/left-out.json
sources 10 '{"unique_id":"source.shop.raw.clicks","error":"relation raw.clicks does not exist","status":"runtime error"}' | put target/failed.json
sources 10 "$(result clicks -9000 10 pass)" | put target/future.json
printf '{"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/run-results/v6.json","generated_at":"%s"},"results":[{"unique_id":"model.shop.daily","status":"success","timing":[{"name":"compile","completed_at":"%s"},{"name":"execute","completed_at":"%s"}]},{"unique_id":"model.shop.weekly","status":"error","message":"division by zero","timing":[]}]}\n' \
	"$(ago 30)" "$(ago 7300)" "$(ago 7200)" | put target/run_results.json

# flink FILE "PARTITION LAG FETCH IDLE PENDING"…: milliseconds
flink() {
	file=$1
	shift
	for row in "$@"; do
		# shellcheck disable=SC2086
		set -- $row
		for metric in "currentEmitEventTimeLag $2" "currentFetchEventTimeLag $3" "sourceIdleTime $4" "pendingRecords $5"; do
			[ "${metric#* }" = - ] || printf 'flink_taskmanager_job_task_operator_%s{task_name="Source__clicks",subtask_index="%s"} %s\n' "${metric% *}" "$1" "${metric#* }"
		done
	done | put "$file"
}
flink flink/fine.prom '0 800 700 5 0' '1 1200 900 7 4'
flink flink/one-hangs.prom '0 800 700 5 0' '1 7300000 7299000 7 4'
flink flink/idle.prom '0 800 700 5 0' '1 6 5 7300000 0'
flink flink/stuck.prom '0 800 700 5 0' '1 6 5 7300000 90'
flink flink/untold.prom '0 800 700 5 0' '1 6 5 7300000 -'
printf '[{"id":"0.Source__clicks.currentEmitEventTimeLag","min":10.0,"max":5400000.0,"avg":900.0,"sum":1.0}]\n' | put flink/rest.json
{
	printf 'kafka_consumer_fetch_manager_records_lag{client_id="c",topic="clicks",partition="0"} 0\n'
	printf 'kafka_consumer_fetch_manager_records_lag{client_id="c",topic="clicks",partition="1"} 7000\n'
	printf 'kafka_consumer_fetch_manager_records_consumed_rate{client_id="c",topic="clicks"} 20\n'
} | put kafka/lag.prom
sed 's/} 20$/} 0/' kafka/lag.prom | put kafka/stuck.prom
grep records_lag kafka/lag.prom | put kafka/no-rate.prom
printf '# TYPE clicks_last_event_timestamp_seconds gauge\nclicks_last_event_timestamp_seconds{shard="a"} %s\nclicks_last_event_timestamp_seconds{shard="b"} %s\nclicks_lag_seconds 12.5 %s\n' \
	"$(($(date +%s) - 20))" "$(($(date +%s) - 7200))" "$(since 86400)" | put prometheus.txt
# A record's way: event, then 100 ms at ingest, 300 ms at enrich, and one that infer keeps for 20 s.
# way SHIFT: the events are so much later.
way() {
	awk -v now="$(since 60)" -v shift="$1" 'BEGIN {
		for (i = 0; i < 40; i++) {
			e = now + i * 50
			printf "{\"id\":%d,\"hop\":\"ingest\",\"event_time\":%.0f,\"in_time\":%.0f,\"out_time\":%.0f}\n", i, e + shift, e + 50, e + 100
			printf "{\"id\":%d,\"hop\":\"enrich\",\"event_time\":%.0f,\"in_time\":%.0f,\"out_time\":%.0f}\n", i, e + shift, e + 200, e + 400
			printf "{\"id\":%d,\"hop\":\"infer\",\"event_time\":%.0f,\"in_time\":%.0f,\"out_time\":%.0f}\n", i, e + shift, e + 500, e + (i == 7 ? 20400 : 600)
		}
	}'
}
way 0 | put way.jsonl
way 7200100 | put skewed.jsonl
way 1100 | put little-skew.jsonl
# A sensor publishes (kind 4), an enricher consumes (5) and publishes, an inference consumes; the links go from consumer to producer.
awk -v now="$(since 60)" 'BEGIN {
	printf "{\"resourceSpans\":["
	split("sensor enricher inference", service, " ")
	for (s = 1; s <= 3; s++) {
		printf "%s{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"%s\"}}]},\"scopeSpans\":[{\"spans\":[", (s > 1 ? "," : ""), service[s]
		for (i = 1; i <= 5; i++) {
			t = now + i * 10
			printf "%s", (i > 1 ? "," : "")
			if (s == 1) printf "{\"traceId\":\"%032d\",\"spanId\":\"%016d\",\"kind\":4,\"startTimeUnixNano\":\"%.0f000000\",\"endTimeUnixNano\":\"%.0f000000\"}", i, 100 + i, t, t + 10
			if (s == 2) printf "{\"traceId\":\"%032d\",\"spanId\":\"%016d\",\"kind\":5,\"startTimeUnixNano\":\"%.0f000000\",\"endTimeUnixNano\":\"%.0f000000\",\"links\":[{\"traceId\":\"%032d\",\"spanId\":\"%016d\"}]}", 50 + i, 200 + i, t + 20, t + 60, i, 100 + i
			if (s == 2) printf ",{\"traceId\":\"%032d\",\"spanId\":\"%016d\",\"parentSpanId\":\"%016d\",\"kind\":4,\"startTimeUnixNano\":\"%.0f000000\",\"endTimeUnixNano\":\"%.0f000000\"}", 50 + i, 300 + i, 200 + i, t + 55, t + 59
			if (s == 3) printf "{\"traceId\":\"%032d\",\"spanId\":\"%016d\",\"parentSpanId\":\"%016d\",\"kind\":5,\"startTimeUnixNano\":\"%.0f000000\",\"endTimeUnixNano\":\"%.0f000000\"}", 50 + i, 400 + i, 300 + i, t + 100, t + 2060
		}
		printf "]}]}"
	}
	printf "]}\n"
}' | put spans.json
commit c2
