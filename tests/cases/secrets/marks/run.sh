# SPDX-License-Identifier: Apache-2.0
marks() {
	grep -o '"mark[^"]*": "[^"]*"' "$WORK/.out/json" | sort | uniq -c | sed 's/^ *//'
}
judge run --base main
marks
judge scan
marks
grep -c '"kind": "inSource"' "$WORK/.out/sarif"
judge run --base main --head loosening
judge run --base trusting~1 --head trusting
judge run --base trusting --head later
"$SEAMGATE" run -q --base trusting --head later --shard 1/2 --report json="$WORK/1" || true
"$SEAMGATE" run -q --base trusting --head later --shard 2/2 --report json="$WORK/2" || true
judge merge "$WORK/1" "$WORK/2" --expect-shards 2
printf 'version: 1\nchecks: {secrets: {marks: [gitleak]}}\n' | put ../other.yml
judge scan --policy ../other.yml
