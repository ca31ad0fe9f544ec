#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Real metrics of Flink and Kafka, judged: a broker, a consumer and a job that reads from it (flink_kafka/FlinkKafka.java) are brought into one
# situation after the other, and what they say of themselves is read: Flink's Prometheus reporter and REST API, the consumer's metrics through Micrometer and
# its MBeans, kafka-consumer-groups --describe. Run by hand; two minutes.
#
#   sh tests/evidence/flink_kafka.sh SEAMGATE [FILES]      FILES is where the files are kept, and not made again where they are
#
# VERSIONS="-Dflink=2.3.0 -Dkafka=4.4.0" tries others than those of pom.xml. Needs a JDK of 17 or newer, Maven, 2 GB of memory, and ports of localhost. Exit 77 with the reason where Java, or what pom.xml names, is not there.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/flink_kafka
gate=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
files=${2:-$work/files}
mkdir -p "$files"
files=$(CDPATH='' cd -- "$files" && pwd)

if [ ! -f "$files/kafka-gone.txt" ]; then
	{ javac --version && mvn --version; } >/dev/null 2>&1 || { echo "skipped: there is no javac, or no mvn" && exit 77; }
	cp "$here/pom.xml" "$work"
	# shellcheck disable=SC2086
	mvn -q -B -f "$work/pom.xml" ${VERSIONS:-} dependency:build-classpath -Dmdep.outputFile="$work/path" >"$work/log" 2>&1 || { tail -n 5 "$work/log" && echo "skipped: the packages of pom.xml cannot be had" && exit 77; }
	javac -nowarn -d "$work/classes" -cp "$(cat "$work/path")" "$here/FlinkKafka.java"
	java -Xmx1500m -Dorg.slf4j.simpleLogger.defaultLogLevel=error --add-opens=java.base/java.util=ALL-UNNAMED \
		--add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.time=ALL-UNNAMED \
		-cp "$work/classes:$(cat "$work/path")" FlinkKafka "$files" 2>"$work/log" || { tail -n 40 "$work/log" && exit 1; }
	rm -rf "$files"/broker*
fi

mkdir "$work/repository"
cd "$work/repository"
git init -q -b main
git config user.name "Ada Writer"
git config user.email ada@example.org
git commit -q --allow-empty -m c1
git checkout -q -b topic
cp "$files"/*.prom "$files"/*.json "$files"/*.txt .
git add -A
git commit -q -m c2
failed=0

# judge EXIT FILE WORDS KEYS…: the file under a policy with these keys ends with that status, and says the words.
judge() {
	wanted=$1 file=$2 words=$3
	shift 3
	{
		printf 'version: 1\nchecks:\n  %s\n' "$check"
		printf '      - name: clicks\n        path: %s\n        workspace: true\n' "$file"
		[ "${check%%:*}" = freshness ] || printf '        baseline: none\n'
		for line in "$@"; do printf '        %s\n' "$line"; done
	} >"$work/policy.yml"
	code=0
	"$gate" run --base main --head HEAD --check "${check%%:*}" --policy "$work/policy.yml" >"$work/said" 2>&1 || code=$?
	if [ "$code" = "$wanted" ] && grep -q -F -e "$words" "$work/said"; then
		echo "ok: $file: $code ${words:+($words)}"
	else
		echo "WRONG: $file under $*: $code, not $wanted with \"$words\"" && cat "$work/said"
		failed=1
	fi
}

check='freshness:
    sources:'
for form in .prom -tasks.json .json; do
	judge 0 "flink-healthy$form" '' 'format: flink' 'max_age: 5s' 'idle_after: 5s'
	# One subtask is idle: not judged by its age, but by how long it may be.
	judge 0 "flink-idle$form" '' 'format: flink' 'max_age: 5s' 'idle_after: 5s'
	judge 1 "flink-idle$form" 'no record came for ' 'format: flink' 'max_age: 5s' 'idle_after: 5s' 'max_idle: 10s'
	# One is idle, another one holds its records: the age of that one.
	judge 1 "flink-stuck$form" 'the data are 1' 'format: flink' 'max_age: 5s' 'idle_after: 5s'
	judge 1 "flink-silent$form" 'no record came for ' 'format: flink' 'max_age: 5s' 'idle_after: 5s' 'max_idle: 10s'
done
judge 1 flink-stuck.prom 'subtask_index="3"' 'format: flink' 'max_age: 5s' 'idle_after: 5s'
judge 0 flink-stuck.prom '' 'format: flink' 'max_age: 5s' 'idle_after: 5s' "select: '{subtask_index=\"1\"}'"
judge 3 flink-healthy.prom 'subtask_index="9"' 'format: flink' 'max_age: 5s' "expect: ['subtask_index=\"9\"']"
judge 3 flink-healthy.prom 'no metric of a Flink source' 'format: flink' 'max_age: 5s' "select: '{operator_name=\"Source:_views\"}'"
# The same job in another run has other identifiers.
sed 's/job_id="[^"]*"/job_id="1"/; s/tm_id="[^"]*"/tm_id="2"/; s/task_attempt_id="[^"]*"/task_attempt_id="3"/' flink-healthy.prom >other-run.prom
judge 0 flink-healthy.prom '' 'format: flink' 'max_age: 5s' 'baseline: other-run.prom'

for who in kafka beans; do
	judge 0 "$who-healthy.prom" '' 'format: kafka' 'max_age: 3s'
	judge 1 "$who-idle.prom" 'the data are ' 'format: kafka' 'max_age: 3s'
	# The broker says the same of the partition that is paused, and the others are read.
	judge 1 "$who-stuck.prom" 'is stuck' 'format: kafka' 'max_age: 3s'
	judge 0 "$who-silent.prom" '' 'format: kafka' 'max_age: 3s'
	# It has not polled for 12 s: nobody knows what waits.
	judge 1 "$who-hung.prom" 'the data are 1' 'format: kafka' 'max_age: 3s'
	judge 3 "$who-hung.prom" 'whether any is waiting is not said' 'format: kafka' 'max_age: 3s' 'idle_after: 5s'
done
judge 3 beans-healthy.prom 'partition="7"' 'format: kafka' 'max_age: 3s' "expect: ['partition=\"7\"']"

check='metrics:
    series:'
lag='select: lag{topic="clicks"}'
judge 0 kafka-healthy.txt '' 'format: kafka-groups' "$lag" 'statistic: max' 'max: 100'
judge 1 kafka-idle.txt 'limit' 'format: kafka-groups' "$lag" 'statistic: max' 'max: 100'
# A paused partition, which the consumer's own metrics do not show.
judge 1 kafka-stuck.txt 'limit' 'format: kafka-groups' "$lag" 'statistic: max' 'max: 100'
judge 0 kafka-stuck.txt '' 'format: kafka-groups' 'select: lag{topic="clicks",partition="0"}' 'max: 100'
judge 0 kafka-silent.txt '' 'format: kafka-groups' "$lag" 'statistic: sum' 'max: 0'
judge 1 kafka-gone.txt 'limit' 'format: kafka-groups' "$lag" 'statistic: max' 'max: 100'
judge 3 kafka-gone.txt '' 'format: kafka-groups' 'select: lag{topic="views"}' 'statistic: max' 'max: 100'
judge 3 kafka-newcomer.txt 'no offset was committed' 'format: kafka-groups' "$lag" 'statistic: max' 'max: 100'
judge 3 kafka-unknown.txt 'no table' 'format: kafka-groups' "$lag" 'statistic: max' 'max: 100'
judge 3 kafka-members.txt '' 'format: kafka-groups' "$lag" 'statistic: max' 'max: 100'
exit "$failed"
