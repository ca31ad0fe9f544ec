# SPDX-License-Identifier: Apache-2.0
"""Prints a hyperfine file as a table with the ratios of its medians, and of its processor times, to its first row. usage: times.py FILE"""
import json
import sys

if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        rows = json.load(file)["results"]
    print(f"  {'':34}{'median':>9}{'mean':>9}{'min':>9}{'user':>9}{'system':>9}   ratio  of CPU")
    for row in rows:
        times = "".join(f"{row[key] * 1000:9.2f}" for key in ("median", "mean", "min", "user", "system"))
        cpu = (row["user"] + row["system"]) / (rows[0]["user"] + rows[0]["system"])
        print(f"  {row['command'][:34]:34}{times}   {row['median'] / rows[0]['median']:5.2f}   {cpu:5.2f}  (ms)")
