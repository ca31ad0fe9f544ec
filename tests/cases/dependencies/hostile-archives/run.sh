# SPDX-License-Identifier: Apache-2.0
# For each attack every prover must say that its archive could not be looked at; without one each looks into it. The last four are for zips alone.
export CARGO_HOME="$WORK/caches/cargo" GOMODCACHE="$WORK/caches/go"
for attack in nothing absolute upwards link device twice "no name" "wrong size" "cut off" \
	"long comment" "two ends" "more in front" "other name"; do
	python3 "$CASE/make.py" "$attack" "$WORK/caches" 2>/dev/null
	git add -A && git commit -q -m "$attack"
	seamgate scan --check dependencies -q --report "json=$WORK/out.json" >/dev/null 2>&1 && code=0 || code=$?
	python3 - "$attack" $code "$WORK/out.json" <<'PYTHON'
import json, sys
attack, code, path = sys.argv[1:]
for check in json.load(open(path))["checks"]:
    if check["name"] == "dependencies":
        print(f"{attack}: exit {code}", {key: value for key, value in check["examined"].items() if "prove" in key or key == "refuted"})
        for item in check["incomplete"]:
            print("  ", item["path"], "|", item["reason"])
PYTHON
done
