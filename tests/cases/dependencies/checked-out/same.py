# SPDX-License-Identifier: Apache-2.0
"""Whether two reports say the same of the check: everything but how long it took."""
import json
import sys


def said(path):
    report = json.load(open(path, encoding="utf-8"))
    check = next(check for check in report["checks"] if check["name"] == "dependencies")
    check.pop("duration_ms")
    return {"exit": report["exit_code"], "check": check, "findings": report["findings"]}


tree, bare = said(sys.argv[1]), said(sys.argv[2])
proved = {name: count for name, count in tree["check"]["examined"].items() if "proved" in name or name == "hashed bytes"}
print(f"; {[finding['rule'] for finding in tree['findings']]}, {proved}; the reports are {'the same' if tree == bare else 'not the same'}")
