# SPDX-License-Identifier: Apache-2.0
"""What a report says of the check, and whether another says the same: everything but how long it took."""
import json
import sys


def said(path):
    report = json.load(open(path, encoding="utf-8"))
    check = next(check for check in report["checks"] if check["name"] == "dependencies")
    check.pop("duration_ms")
    return {"exit": report["exit_code"], "check": check, "findings": report["findings"]}


tree = said(sys.argv[1])
counted = {name: count for name, count in tree["check"]["examined"].items() if "proved" in name or name in ("hashed bytes", "vendored files")}
print(f"; {[finding['rule'] for finding in tree['findings']]}, {counted}", end="")
if len(sys.argv) > 2:
    print(f"; the reports are {'the same' if tree == said(sys.argv[2]) else 'not the same'}", end="")
print()
