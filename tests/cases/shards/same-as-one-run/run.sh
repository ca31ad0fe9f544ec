# SPDX-License-Identifier: Apache-2.0
# Times apart, N shards merged are the bytes of one run.
judge run --base main
bytes() {
	sed 's/"duration_ms": [0-9.e-]*/"duration_ms": 0/' "$1"
}
seamgate run --base main -q --report json="$WORK/whole.json" >/dev/null 2>&1 || true
bytes "$WORK/whole.json" >"$WORK/whole"
shards() {
	i=0
	while [ $i -lt "$1" ]; do
		i=$((i + 1))
		seamgate run --base main --shard "$i/$1" -q --report json="$WORK/shard-$i.json" >/dev/null 2>"$WORK/said" || true
		cat "$WORK/said"
		echo "../shard-$i.json"
	done
}
n=0
while [ $n -lt 16 ]; do
	n=$((n + 1))
	files=$(shards $n)
	# shellcheck disable=SC2086
	seamgate merge $files --expect-shards $n -q --report json="$WORK/merged.json" && code=0 || code=$?
	bytes "$WORK/merged.json" | cmp - "$WORK/whole" && echo "$n: the same, exit $code"
done
# From the last sixteen.
first=$(ls ../shard-?.json) second=$(ls ../shard-1?.json)
# shellcheck disable=SC2086
{
	seamgate merge --partial $second -q --report json="$WORK/second.json" && code=0 || code=$?
	echo "some: exit $code"
	seamgate merge --partial $first -q --report json="$WORK/first.json" || true
	seamgate merge "$WORK/second.json" "$WORK/first.json" -q --report json="$WORK/merged.json" || true
	bytes "$WORK/merged.json" | cmp - "$WORK/whole" && echo "in two steps: the same"
	seamgate merge $second $first -q --report json="$WORK/merged.json" || true
	bytes "$WORK/merged.json" | cmp - "$WORK/whole" && echo "in another order: the same"
}
# Each thing is looked at once: by all together as much as by one.
python3 - "$WORK" <<'PYTHON'
import glob, json, sys
parts = [json.load(open(path)) for path in glob.glob(sys.argv[1] + "/shard-*.json")]
blobs = [check["examined"].get("blobs", 0) for part in parts for check in part["checks"] if check["name"] == "secrets"]
ran = {}
for part in parts:
    for check in part["checks"]:
        if check["status"] != "skipped":
            ran.setdefault(check["name"], []).append(part["shard"]["index"])
print("shards with blobs:", sum(count > 0 for count in blobs), "of", len(blobs))
print("checks of the whole change, shards that looked:", {name: len(where) for name, where in sorted(ran.items()) if name != "secrets"})
PYTHON
# Every format once.
seamgate run --base main -q --report sarif="$WORK/whole.sarif" --report gitlab-code-quality="$WORK/whole.cq" --report junit="$WORK/whole.xml" --report gitlab-secret-detection="$WORK/whole.sd" >/dev/null 2>&1 || true
# shellcheck disable=SC2086
seamgate merge $first $second -q --report sarif="$WORK/merged.sarif" --report gitlab-code-quality="$WORK/merged.cq" --report junit="$WORK/merged.xml" --report gitlab-secret-detection="$WORK/merged.sd" --report html="$WORK/merged.html" --report markdown="$WORK/merged.md" --report github="$WORK/merged.gh" || true
for format in sarif cq xml sd; do
	sed 's/ time="[0-9.]*"//g; s/[0-9.]* m\{0,1\}s)//g; s/"\(start\|end\)_time": "[^"]*"//' "$WORK/whole.$format" >"$WORK/a"
	sed 's/ time="[0-9.]*"//g; s/[0-9.]* m\{0,1\}s)//g; s/"\(start\|end\)_time": "[^"]*"//' "$WORK/merged.$format" | cmp - "$WORK/a" && echo "$format: the same"
done
for format in html md gh; do [ -s "$WORK/merged.$format" ] && echo "$format: written"; done
