# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
judge scan --history
judge scan --history --policy ../policy.yml
judge scan --history --unreachable

# The same, counters too, however many threads there are; what several shards look at they read in one piece.
looked() {
	name=$1
	shift
	seamgate "$@" -q --report "json=$WORK/$name" >/dev/null 2>&1 || true
	python3 - "$WORK/$name" <<'EOF' >"$WORK/$name.seen"
import json, sys
result = json.load(open(sys.argv[1]))
print(json.dumps([result["findings"], [{k: c["examined"].get(k) for k in ("blobs", "bytes", "files")} for c in result["checks"] if c["name"] == "secrets"]], indent=1))
EOF
}
same() {
	cmp -s "$WORK/one.seen" "$WORK/$1.seen" && echo "$1: the same" || { echo "WRONG $1"; diff "$WORK/one.seen" "$WORK/$1.seen" | head -20; }
}
looked one scan --history --policy ../policy.yml --jobs 1
looked two scan --history --policy ../policy.yml --jobs 2
same two
looked eight scan --history --policy ../policy.yml --jobs 8
same eight
for shard in 1 2; do
	looked shard$shard scan --history --policy ../policy.yml --shard $shard/2
done
looked merged merge "$WORK/shard1" "$WORK/shard2" --expect-shards 2
same merged

# Two policies judge, of which only the head's has rules of its own: what the other finds nothing in is read for them.
cp ../rules.yml rules.yml
cp ../policy.yml .seamgate.yml
commit policy
judge scan --history
judge scan --history --jobs 2

# Where a shallow clone cuts it off nothing is said about what was read till then.
git clone -q --bare --depth 3 "file://$PWD" "$WORK/shallow.git"
cd "$WORK/shallow.git"
judge scan --history
