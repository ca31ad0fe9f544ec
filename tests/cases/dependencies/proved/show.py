# SPDX-License-Identifier: Apache-2.0
"""Prints what each row came to: exit code, what was proved and what not, findings."""

import json
import os
import sys

for name in sorted(os.listdir(sys.argv[1]), key=int):
    with open(f"{sys.argv[1]}/{name}/row", encoding="utf-8") as row:
        print(row.read().strip(), end="")
    with open(f"{sys.argv[1]}/{name}/code", encoding="utf-8") as code:
        print(f": exit {code.read().strip()}")
    with open(f"{sys.argv[1]}/{name}/json", encoding="utf-8") as report:
        result = json.load(report)
    examined = [check["examined"] for check in result["checks"] if check["name"] == "dependencies"][0]
    counts = [f"{examined[key]} {key}" for key in sorted(examined) if "prove" in key or key == "refuted"]
    print("  " + (", ".join(counts) or "nothing to prove"))
    for check in result["checks"]:
        for one in check.get("components", []):
            if one["format"] == "gitmodules":
                print(f"  inventory: {one['name']} {one['proof']}, {one['note']}")
    for finding in result["findings"]:
        print(f"  {finding['severity']} {finding['rule']} {finding['path']}: {finding['message'][:150]}")
