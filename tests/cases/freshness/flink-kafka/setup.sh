# SPDX-License-Identifier: Apache-2.0
# Metrics in the form that Flink 2.2.1, Kafka 4.3.1 and Micrometer 1.17.2 gave them (tests/evidence/flink_kafka.sh), with fewer lines.

# judged CHECK NAME KEYS…
judged() {
	check=$1
	printf '\n## %s\n' "$2"
	shift 2
	{
		case $check in
		freshness) printf 'version: 1\nchecks:\n  freshness:\n    sources:\n      - name: clicks\n' ;;
		metrics) printf 'version: 1\nchecks:\n  metrics:\n    series:\n      - name: lag\n        format: kafka-groups\n' ;;
		esac
		for line in "$@"; do printf '        %s\n' "$line"; done
	} >"$WORK/policy.yml"
	judge run --base main --head HEAD --check "$check" --policy "$WORK/policy.yml" | grep -v '^skipped\|^\$'
	[ -f "$WORK/.out/json" ] || return 0
	python3 -c '
import json, sys
report = json.load(open(sys.argv[1]))
for finding in report["findings"]:
    if finding["check"] == sys.argv[2]:
        print("|", finding["rule"], finding["state"], finding["message"])
' "$WORK/.out/json" "$check"
}

# flink RUN "SUBTASK LAG IDLE PENDING"…: in milliseconds; the last subtasks have a split, those without pending records have none.
flink() {
	run=$1
	shift
	for row in "$@"; do
		# shellcheck disable=SC2086
		set -- $row
		labels="job_id=\"73fbf9d9$run\",task_id=\"cbc357cc\",task_attempt_id=\"f1a16ef7${run}_cbc357cc_$1_0\",host=\"\",operator_id=\"cbc357cc\",operator_name=\"Source:_clicks\",task_name=\"Source:_clicks____enrich____Sink:_Writer\",task_attempt_num=\"0\",job_name=\"enricher\",tm_id=\"06a5772c_$run\",subtask_index=\"$1\","
		printf 'flink_taskmanager_job_task_operator_sourceIdleTime{%s} %s.0\n' "$labels" "$3"
		printf 'flink_taskmanager_job_task_operator_currentEmitEventTimeLag{%s} %s.0\n' "$labels" "$2"
		[ "$4" = - ] && continue
		printf 'flink_taskmanager_job_task_operator_pendingRecords{%s} %s.0\n' "$labels" "$4"
		printf 'flink_taskmanager_job_task_operator_split_watermark_currentWatermark{split="clicks_%s",%s} 1.7958121766E12\n' "$1" "$labels"
	done
}

# rest "SUBTASK LAG IDLE PENDING"…: as the REST API answers for each task, in no order.
rest() {
	printf '['
	for row in "$@"; do
		# shellcheck disable=SC2086
		set -- $row
		printf '{"id":"%s.Source__clicks.sourceIdleTime","value":"%s"},' "$1" "$3"
		[ "$4" = - ] || printf '{"id":"%s.Source__clicks.pendingRecords","value":"%s"},{"id":"%s.Source__clicks.split.clicks-%s.watermark.currentWatermark","value":"1795812370923"},' "$1" "$4" "$1" "$1"
		printf '{"id":"%s.Source__clicks.currentEmitEventTimeLag","value":"%s"},' "$1" "$2"
	done | sed 's/,$//'
	printf ']'
}

# all MIN MAX MIN MAX MAX: lag, idle time and pending records, of all tasks together.
all() {
	printf '[{"id":"Source__clicks.currentEmitEventTimeLag","min":%s.0,"max":%s.0,"avg":5931.3,"sum":17794.0,"skew":100.0},{"id":"Source__clicks.sourceIdleTime","min":%s.0,"max":%s.0,"avg":11936.3,"sum":35809.0,"skew":100.0},{"id":"Source__clicks.pendingRecords","min":0.0,"max":%s.0,"avg":0.0,"sum":0.0,"skew":0.0}]' "$@"
}

# kafka POLLED RATE "PARTITION LAG LARGEST"…
kafka() {
	printf '# TYPE kafka_consumer_fetch_manager_records_consumed_rate gauge\n'
	printf 'kafka_consumer_fetch_manager_records_consumed_rate{client_id="enricher-1",kafka_version="4.3.1",topic="clicks"} %s\n' "$2"
	printf 'kafka_consumer_last_poll_seconds_ago{client_id="enricher-1",kafka_version="4.3.1"} %s.0\n' "$1"
	shift 2
	for row in "$@"; do
		# shellcheck disable=SC2086
		set -- $row
		printf 'kafka_consumer_fetch_manager_records_lag{client_id="enricher-1",kafka_version="4.3.1",partition="%s",topic="clicks"} %s.0\n' "$1" "$2"
		printf 'kafka_consumer_fetch_manager_records_lag_max{client_id="enricher-1",kafka_version="4.3.1",partition="%s",topic="clicks"} %s\n' "$1" "$3"
	done
}

repo
flink 1 '1 15 44 0' '2 13 42 0' | put base.prom
commit c1
git checkout -q -b topic
flink 2 '0 -1 15826 -' '1 12 45 0' '2 25 44 0' | put flink/fine.prom
flink 2 '1 12 45 0' '2 6 7200000 0' | put flink/idle.prom
flink 2 '1 12 45 0' '2 15183 0 0' '3 6 7200000 0' | put flink/stuck.prom
rest '0 -1 21075 -' '1 6 8 0' '2 6 9 0' | put flink/fine.json
rest '1 6 8 0' '2 17785 0 0' '3 6 7200000 0' | put flink/stuck.json
all 3 17785 0 7200000 0 | put flink/all-stuck.json
all 3 9 2 7200000 4 | put flink/all-untold.json
kafka 0 59.372 '0 0 4.0' '1 0 0.0' | put kafka/fine.prom
kafka 1 25.193 '0 118 118.0' '1 0 34.0' | put kafka/lags.prom
kafka 0 19.839 '0 0 0.0' '2 146 NaN' | put kafka/stuck.prom
kafka 0 0.0 '0 0 700.0' '1 0 NaN' | put kafka/caught-up.prom
kafka 312 0.0 '0 0 NaN' '1 0 NaN' | put kafka/hung.prom
printf '\nGROUP           TOPIC           PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG             CONSUMER-ID                                     HOST            CLIENT-ID\nenricher        clicks          0          1268            1272            4               enricher-1-a92c093f-e1b9-4243-a468-7eded5c2d168 /127.0.0.1      enricher-1\nenricher        clicks          2          635             1272            637             enricher-1-a92c093f-e1b9-4243-a468-7eded5c2d168 /127.0.0.1      enricher-1\n' | put kafka/stuck.txt
printf "\nConsumer group 'enricher' has no active members.\n\nGROUP           TOPIC           PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG             CONSUMER-ID     HOST            CLIENT-ID\nenricher        clicks          0          1327            1611            284             -               -               -\n" | put kafka/gone.txt
printf '\nGROUP           TOPIC           PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG             CONSUMER-ID                                     HOST            CLIENT-ID\nnewcomer        clicks          0          -               1638            -               consumer-newcomer-1-149b66b9                    /127.0.0.1      consumer-newcomer-1\n' | put kafka/newcomer.txt
printf '\nError: Executing consumer group command failed due to org.apache.kafka.common.errors.GroupIdNotFoundException: Group nobody not found.\n' | put kafka/unknown.txt
commit c2
