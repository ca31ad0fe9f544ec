# SPDX-License-Identifier: Apache-2.0
# However many threads unpack the zips, the same comes out, in the same order.
for jobs in 1 2 5; do
	GOMODCACHE=$WORK/go seamgate scan --check dependencies --jobs $jobs -q --report "json=$WORK/$jobs.json" >/dev/null 2>&1 && code=0 || code=$?
	python3 - "$WORK/$jobs.json" "$code" >"$WORK/$jobs" <<'END'
import json
import sys

check = [check for check in json.load(open(sys.argv[1]))["checks"] if check["name"] == "dependencies"][0]
print("exit", sys.argv[2])
print(", ".join(f"{check['examined'][key]} {key}" for key in sorted(check["examined"]) if "prove" in key or key == "refuted"))
for one in check["incomplete"]:
    print("  incomplete", one["path"], one["reason"][:150])
for finding in json.load(open(sys.argv[1]))["findings"]:
    print(" ", finding["rule"], finding["path"], finding["message"][:150])
END
done
cat "$WORK/1"
cmp "$WORK/1" "$WORK/2"
cmp "$WORK/1" "$WORK/5"
