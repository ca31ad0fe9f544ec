# SPDX-License-Identifier: Apache-2.0
judge scan --history
judge scan --history --unreachable
plain scan --unreachable

# Every report says it, once for each such finding but in SARIF's and HTML's further places.
for report in human json ndjson sarif github gitlab-code-quality gitlab-secret-detection junit markdown html; do
	seamgate scan --history --unreachable -q --report "$report=$WORK/report" >/dev/null 2>&1 || true
	printf '%s %s\n' "$report" "$(grep -o 'no ref reaches its object' "$WORK/report" | wc -l)"
done

# same WHAT ARGUMENTS…: whether the findings are those of the first run.
found() {
	seamgate scan --history --unreachable -q "$@" --report "json=$WORK/now" >/dev/null 2>&1 || true
	python3 -c 'import json, sys; print(json.dumps(json.load(open(sys.argv[1]))["findings"]))' "$WORK/now"
}
found >"$WORK/first"
same() {
	what=$1
	shift
	found "$@" | cmp -s - "$WORK/first" && echo "$what: the same" || echo "WRONG $what: other findings"
}
same "two threads" --jobs 2
same "eight threads" --jobs 8
for shard in 1 2; do
	seamgate scan --history --unreachable -q --shard $shard/2 --report "json=$WORK/shard$shard" >/dev/null 2>&1 || true
done
seamgate merge "$WORK/shard1" "$WORK/shard2" --expect-shards 2 -q --report "json=$WORK/merged" >/dev/null 2>&1 || true
cmp -s "$WORK/first" - <<END && echo "two shards, merged: the same" || echo "WRONG two shards, merged: other findings"
$(python3 -c 'import json, sys; print(json.dumps(json.load(open(sys.argv[1]))["findings"]))' "$WORK/merged")
END
for depth in 1 50; do
	git repack -q -a -d -f -k --depth=$depth
	same "one pack, depth $depth"
done
mkdir "$WORK/apart"
mv .git/objects/pack/* "$WORK/apart"
for pack in "$WORK"/apart/*.pack; do
	git unpack-objects -q <"$pack"
done
same "all loose"

# It can be asked about by its fingerprint alone.
plain explain "$(python3 -c 'import json, sys
print(next(f["fingerprint"] for f in json.load(open(sys.argv[1])) if f["path"] == "deep/old.env"))' "$WORK/first")" | sed -n '2,4p'

# A waiver covers it, as any other finding.
seamgate init >/dev/null
seamgate baseline write --history --unreachable --reason r --owner o --expires 2999-01-01 >/dev/null
judge scan --history --unreachable --policy .seamgate.yml
rm -r .seamgate.yml .github 2>/dev/null || true

# Without the blob of the commit that was left behind, and with the one of no commit cut short.
lost=.git/objects/$(awk '$2 == "old.env" { print substr($1, 1, 2) "/" substr($1, 3) }' "$WORK/.labels")
mv "$lost" "$WORK/lost"
judge scan --history --unreachable
mv "$WORK/lost" "$lost"
cut=.git/objects/$(awk '$2 == "staged" { print substr($1, 1, 2) "/" substr($1, 3) }' "$WORK/.labels")
chmod u+w "$cut"
truncate -s 20 "$cut"
judge scan --history --unreachable
rm "$cut"
mkfifo "$cut"
judge scan --history --unreachable
rm "$cut"

# A pack whose index is not there.
pack=$(echo x | git hash-object -w --stdin | git pack-objects -q .git/objects/pack/pack)
rm -f ".git/objects/pack/pack-$pack.idx"
judge scan --history --unreachable
