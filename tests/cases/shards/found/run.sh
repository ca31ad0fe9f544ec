# SPDX-License-Identifier: Apache-2.0
shard() {
	echo "$ $*"
	env "$@" "$SEAMGATE" run --base main -q --report json="$WORK/shard.json" 2>&1 && code=0 || code=$?
	echo "exit $code"
	[ ! -e "$WORK/shard.json" ] || python3 -c 'import json, sys; shard = json.load(open(sys.argv[1]))["shard"]; print(shard["index"], "of", shard["count"])' "$WORK/shard.json"
	rm -f "$WORK/shard.json"
}
# Numbers of jobs alone make no shard: a job of "parallel: matrix" has them too, and is to look at everything.
shard CI_NODE_INDEX=2 CI_NODE_TOTAL=3
shard CIRCLE_NODE_INDEX=1 CIRCLE_NODE_TOTAL=2
shard JOB_COMPLETION_INDEX=1
shard CI_NODE_INDEX=7 CI_NODE_TOTAL=3
auto() {
	shard SEAMGATE_SHARD=auto "$@"
}
auto CI_NODE_INDEX=2 CI_NODE_TOTAL=3
auto CI_NODE_TOTAL=1
auto CI_NODE_TOTAL=3
auto CI_NODE_INDEX=1 CI_NODE_TOTAL=1
auto BUILDKITE_PARALLEL_JOB=0 BUILDKITE_PARALLEL_JOB_COUNT=4
auto CIRCLE_NODE_INDEX=3 CIRCLE_NODE_TOTAL=4
auto JOB_COMPLETION_INDEX=1 SEAMGATE_SHARDS=2
auto JOB_COMPLETION_INDEX=1
auto TEST_SHARD_INDEX=1 TEST_TOTAL_SHARDS=2 TEST_SHARD_STATUS_FILE=touched CI_NODE_INDEX=1 CI_NODE_TOTAL=7
[ -e touched ] && echo "and Bazel is told"
shard SEAMGATE_SHARD=1/2 CI_NODE_INDEX=3 CI_NODE_TOTAL=7
auto CI_NODE_INDEX=0 CI_NODE_TOTAL=2
auto CIRCLE_NODE_INDEX=4 CIRCLE_NODE_TOTAL=4
auto BUILDKITE_PARALLEL_JOB=x BUILDKITE_PARALLEL_JOB_COUNT=4
auto SEAMGATE_BASE=main
shard SEAMGATE_SHARD=3/2
for words in '--shard 0/2' '--shard 2' '--shard 1/2000' '--shard 1/2/3' '--shard a/b' '--shard auto' '--shard 1/2 --report sarif'; do
	# shellcheck disable=SC2086
	plain run --base main $words
done
# A shard of which nothing is left over has looked at its part, and says that this is none of a verdict.
plain run --base main --shard 9/9 --check dependencies
plain scan --shard 2/2 -q
# Where every job is to look at everything.
shard CI_NODE_INDEX=2 CI_NODE_TOTAL=3 SEAMGATE_SHARD=1/1
