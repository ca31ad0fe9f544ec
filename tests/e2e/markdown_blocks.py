# SPDX-License-Identifier: Apache-2.0
"""Takes the code blocks out of Markdown files, and looks whether links between files lead somewhere.

usage: markdown_blocks.py FOLDER FILE…

Writes FOLDER/<file, with + for />.<number>.<what>: policy.yml for YAML that is or belongs into a policy,
rules.yml for a rules file, else the block's language. An ellipsis for a fingerprint becomes one.
"""
import os
import re
import sys

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)
LINK = re.compile(r"\]\(([^)#:]+)\)")


def kind(language, text):
    if language != "yaml":
        return language
    if re.search(r"^rules:\n  - id:", text, re.M):
        return "rules.yml"
    return "policy.yml" if re.search(r"^(version|checks):", text, re.M) else language


def policy(text):
    text = re.sub(r'"[^"]*…[^"]*"', '"' + "0" * 63 + '1"', text)
    return text if text.startswith("version:") or "\nversion:" in text else "version: 1\n" + text


def main():
    folder, wrongs = sys.argv[1], 0
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            markdown = file.read()
        for number, (language, text) in enumerate(BLOCK.findall(markdown)):
            what = kind(language, text)
            name = f"{path.replace('/', '+')}.{number}.{what}"
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(policy(text) if what == "policy.yml" else text)
        for target in LINK.findall(BLOCK.sub("", markdown)):
            if not os.path.exists(os.path.join(os.path.dirname(path), target)):
                print(f"{path}: {target} is not there")
                wrongs += 1
    return 1 if wrongs else 0


if __name__ == "__main__":
    sys.exit(main())
