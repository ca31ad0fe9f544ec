# SPDX-License-Identifier: Apache-2.0
part() {
	name=$1
	shift
	seamgate run -q --report json="$WORK/$name.json" "$@" >/dev/null 2>&1 && code=0 || code=$?
	[ $code -le 1 ] || echo "$name: exit $code"
}
for i in 1 2 3; do part s$i --base main --shard $i/3; done
part other-base --base HEAD~1 --shard 2/3
part other-head --base main --head HEAD~1 --shard 2/3
part other-count --base main --shard 2/4
part other-checks --base main --shard 2/3 --check secrets
printf 'version: 1\nblock: warning\n' >"$WORK/policy.yml"
part other-policy --base main --shard 2/3 --policy "$WORK/policy.yml"
part whole --base main
cd "$WORK"
sed 's/"version": "[0-9.]*"/"version": "0.0.9"/' s2.json >other-version.json
sed 's/"plan": "./"plan": "x/' s2.json >other-plan.json
head -n 20 s2.json >cut.json
sed 's/"parts": \[/"parts": [0,/' s2.json >zero.json
sed 's/"severity": "error"/"severity": "harmless"/' s1.json s2.json s3.json >two-in-one.json
for i in 1 2 3; do sed 's,"rule": "secrets,"rule": "\\u001b[31msecrets,' s$i.json >control-$i.json; done
echo '{}' >empty.json
: >nothing.json
# Edited with care: valid, and saying less than the shard did.
edit() {
	python3 - "$@" <<'PYTHON'
import hashlib, hmac, json, sys
source, target, what = sys.argv[1:]
result = json.load(open(source))
if what == "findings":
    result["findings"] = []
elif what == "blocking":
    for finding in result["findings"]:
        finding["blocking"] = False
elif what == "check":
    for finding in result["findings"]:
        finding["check"] = "none"
elif what == "incomplete":
    result["checks"][1]["status"] = "incomplete"
elif what == "elsewhere":
    for check in result["checks"]:
        check["status"], check["merge"]["elsewhere"] = "skipped", True
elif what == "work":
    result["shard"]["merge"]["own"]["blobs"] -= 1
text = json.dumps(result, indent=2) + "\n"
# Without a key anybody can seal: these come from a build that cuts otherwise.
if what in ("elsewhere", "work"):
    body = text[:text.rindex(',\n  "seal"')]
    text = text.replace(result["seal"], hmac.new(b"", body.encode() + b"\0", hashlib.sha256).hexdigest())
open(target, "w").write(text)
PYTHON
}
for i in 1 2 3; do [ "$(grep -c '"blocking": true' s$i.json)" = 0 ] || with=$i; done
for what in findings blocking check incomplete; do edit "s$with.json" "less-$what.json" $what; done
for i in 1 2 3; do edit s$i.json nobody-$i.json elsewhere; done
edit s2.json other-work.json work
sed '$d' s1.json >unsealed.json
mkfifo pipe
plain merge s1.json s2.json s3.json --expect-shards 4
plain merge s1.json s3.json --expect-shards 3
plain merge s1.json s2.json s3.json s2.json
plain merge s1.json
plain merge s1.json none.json s3.json
plain merge s1.json pipe s3.json
for other in other-base other-head other-count other-checks other-policy whole other-version other-plan cut zero two-in-one empty nothing; do
	plain merge s1.json $other.json s3.json
done
for what in findings blocking check incomplete; do
	plain merge "less-$what.json" $(for i in 1 2 3; do [ $i = "$with" ] || echo s$i.json; done)
done
plain merge nobody-1.json nobody-2.json nobody-3.json
plain merge s1.json other-work.json s3.json
plain merge unsealed.json s2.json s3.json
# One that was written under another key, or under none; with the same key, by a hand that does not know it.
cd "$WORK/repo"
SEAMGATE_SHARD_KEY=one part key --base main --shard 2/3
cd "$WORK"
plain merge s1.json key.json s3.json
SEAMGATE_SHARD_KEY=one plain merge s1.json key.json s3.json
# Of another run of the pipeline.
cd "$WORK/repo"
for i in 1 2 3; do CI_PIPELINE_ID=41 part p$i --base main --shard $i/3; done
cd "$WORK"
export CI_PIPELINE_ID=42
plain merge p1.json p2.json p3.json
plain merge p1.json s2.json p3.json
unset CI_PIPELINE_ID
plain merge control-1.json control-2.json control-3.json
plain merge s1.json s2.json s3.json --report none
plain merge --partial s1.json s2.json --report sarif=part.sarif
plain merge
# A result of an earlier merge must not stay where this one was refused.
seamgate merge s1.json s2.json s3.json -q --report sarif=merged.sarif || true
seamgate merge s1.json s3.json -q --report sarif=merged.sarif 2>&1 || true
[ -e merged.sarif ] && echo "WRONG it is still there" || echo "no report is left"
