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
mkfifo pipe
plain merge s1.json s2.json s3.json --expect-shards 4
plain merge s1.json s3.json --expect-shards 3
plain merge s1.json s2.json s3.json s2.json
plain merge s1.json
plain merge s1.json none.json s3.json
plain merge s1.json pipe s3.json
for other in other-base other-head other-count other-checks other-policy whole other-version other-plan cut zero two-in-one empty; do
	plain merge s1.json $other.json s3.json
done
plain merge control-1.json control-2.json control-3.json
plain merge s1.json s2.json s3.json --report none
plain merge --partial s1.json s2.json --report sarif=part.sarif
plain merge
# A result of an earlier merge must not stay where this one was refused.
seamgate merge s1.json s2.json s3.json -q --report sarif=merged.sarif || true
seamgate merge s1.json s3.json -q --report sarif=merged.sarif 2>&1 || true
[ -e merged.sarif ] && echo "WRONG it is still there" || echo "no report is left"
