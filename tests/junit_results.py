# SPDX-License-Identifier: Apache-2.0
"""Prints ctest's JUnit file as "ok|fail|skip STAGE/NAME" lines, for tests/run.sh."""
import sys
import xml.etree.ElementTree as ElementTree

WORDS = {"run": "ok", "fail": "fail", "notrun": "skip", "disabled": "skip"}

if __name__ == "__main__":
    path, stage = sys.argv[1:]
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        word = WORDS.get(case.get("status"), "fail")
        if case.find("failure") is not None:
            word = "fail"
        print(f"{word} {stage}/{case.get('name')}")
