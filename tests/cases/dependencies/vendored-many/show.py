# SPDX-License-Identifier: Apache-2.0
"""What the first report says, and whether the others say the same."""
import json
import re
import sys


def said(path):
    report = json.load(open(path, encoding="utf-8"))
    check = next(check for check in report["checks"] if check["name"] == "dependencies")
    check.pop("duration_ms")
    return check, report["findings"]


check, findings = first = said(sys.argv[1])
for name, count in sorted(check["examined"].items()):
    if "proved" in name or "refuted" in name or name == "hashed bytes":
        print(f"{name}: {count}")
for finding in findings:
    print(finding["rule"], finding["path"], re.sub("[0-9a-f]{64}", "(sha256)", finding["message"]))
for item in check["incomplete"]:
    print(item["path"], item["reason"])
print("the same with more threads" if all(said(path) == first for path in sys.argv[2:]) else "not the same with more threads")
