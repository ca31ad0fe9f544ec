# SPDX-License-Identifier: Apache-2.0
bom=$WORK/bom.json
seamgate scan --check dependencies --report cyclonedx="$bom" 2>&1 | sed -n '/^inventory/,/^seamgate/{s/([^()]* m\{0,1\}s)/(<time>)/;s/ examined in .*//;p;}'
# What stands in the bill, a line for each component.
python3 - "$bom" <<'PYTHON'
import json, sys
text = open(sys.argv[1]).read()
bom = json.loads(text)
print(bom["bomFormat"], bom["specVersion"], "timestamp" in bom["metadata"], bom["compositions"])
print({p["name"]: p["value"] for p in bom["metadata"]["properties"] if p["name"] != "seamgate:head"})
for one in bom["components"]:
    properties = [(p["name"].partition(":")[2], p["value"][:24]) for p in one["properties"]]
    print(one["type"], one["name"], one.get("version"), one.get("purl"))
    print("   ", [(h["alg"], h["content"][:8]) for h in one.get("hashes", [])], properties)
    for reference in one.get("externalReferences", []):
        print("   ", reference["type"], reference["url"], [(h["alg"], h["content"][:8]) for h in reference.get("hashes", [])])
    print("   ", [f'{o["location"]}:{o.get("line")}' for o in one["evidence"]["occurrences"]])
references = [one["bom-ref"] for one in bom["components"]]
print("references differ:", len(set(references)) == len(references), "password:", "hunter2word" in text)
PYTHON
again() {
	"$@" -q --report cyclonedx="$WORK/again.json" >/dev/null 2>&1 || true
	cmp "$bom" "$WORK/again.json" && echo "the same bytes"
}
again seamgate scan --check dependencies -j 1
again seamgate scan
i=0
for i in 1 2 3; do seamgate scan --check dependencies --shard $i/3 -q --report json="$WORK/shard-$i.json" >/dev/null 2>&1 || true; done
again seamgate merge "$WORK/shard-1.json" "$WORK/shard-2.json" "$WORK/shard-3.json"
SOURCE_DATE_EPOCH=86400 seamgate scan -q --report cyclonedx="$WORK/dated.json" >/dev/null 2>&1 || true
grep timestamp "$WORK/dated.json"
# Of a change there is none, and of shards that have taken none there is none either.
plain run --base HEAD --report cyclonedx="$bom"
[ -e "$bom" ] && echo "a stale bill is left"
for i in 1 2; do seamgate scan --shard $i/2 -q --report json="$WORK/shard-$i.json" >/dev/null 2>&1 || true; done
plain merge "$WORK/shard-1.json" "$WORK/shard-2.json" --report cyclonedx="$bom"
plain scan --check secrets -q --report cyclonedx=-
