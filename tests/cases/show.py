# SPDX-License-Identifier: Apache-2.0
"""Prints what a run of the gate came to as stable lines, for tests/cases/run.sh.

usage: show.py WORK EXIT-CODE [plain|push]

WORK/.out holds stdout, stderr and, for judge, json and sarif. Object ids become the labels of WORK/.labels,
WORK becomes HERE. Whatever must never be (a key in an output, raw control characters, a line that
a CI runner obeys, two reports that disagree) is printed as a line beginning with WRONG.
"""
import json
import os
import re
import sys

UNSEEN = re.compile("[\xad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
	"\x7f-\x9f\U000e0000-\U000e0fff]")
COMMAND = re.compile(r"^\s*::|##\[|##vso\[|##teamcity\[")

# What a hook's report says that a case compares: findings and their places, errors.
NAMED = re.compile(r"^(error|warning|note)\[|^could not look|^ *-->|^seamgate: .*(error|could not look)|^  to fix it")


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def lines_of(path):
    return (read(path) or b"").decode().splitlines()


class Show:
    def __init__(self, work, code, mode):
        self.work, self.code, self.mode = work, code, mode
        self.labels = dict(line.split(" ", 1) for line in lines_of(work + "/.labels"))
        # The twin's harmless words are recorded too, and may be printed.
        self.secrets = [] if os.environ["TWIN"] == "1" else sorted(set(lines_of(work + "/.secrets")) - {""})
        self.outputs = {}
        for name in ("stdout", "stderr", "json", "sarif"):
            data = read(f"{work}/.out/{name}")
            if data is not None:
                self.outputs[name] = data

    def stable(self, text):
        text = text.replace(self.work, "HERE").replace(os.path.realpath(os.environ["SEAMGATE"]), "SEAMGATE")
        text = re.sub(r"\b[0-9a-f]{40}\b", self.label_of, text)
        text = re.sub(r"\b(?=[0-9a-f]*[0-9])[0-9a-f]{7,39}\b", self.label_of, text)
        text = re.sub(r"\b[0-9a-f]{64}\b", "<sha256>", text)
        text = re.sub(r"\bin (\d+ min )?[0-9.]+ m?s\b", "in <time>", text)
        return re.sub(r"^(secrets.*) \((\d+ min )?[0-9.]+ m?s\)$", r"\1", text)

    def label_of(self, match):
        for oid, label in self.labels.items():
            if oid.startswith(match.group()):
                return label
        return "<id>" if len(match.group()) == 40 else match.group()

    def path(self, path):
        plain = path.isprintable() and path.isascii() and '"' not in path
        return path if plain and path else json.dumps(path)

    def place(self, item):
        where = self.path(item["path"])
        return where + (f":{item['line']}:{item['column']}" if item["line"] else "")

    def finding(self, item):
        commit = self.labels.get(item["commit"], self.stable(item["commit"])) or "-"
        stray = item["detail"].get("unreachable", "")
        stray = stray and " unreachable " + self.stable(stray)
        return f"{item['state']} {item['severity']} {item['rule']} {self.place(item)} {commit}{stray}"

    # --- what must never be ---

    def wrongs(self):
        if self.code in (124, 137):
            yield "WRONG it hangs"
        elif self.code > 128:
            yield f"WRONG it died of signal {self.code - 128}"
        for name, data in self.outputs.items():
            yield from self.wrong_bytes(name, data)
        if "json" in self.outputs and "sarif" in self.outputs:
            yield from self.wrong_sarif()

    def wrong_bytes(self, name, data):
        for secret in self.secrets:
            if secret.encode() in data:
                yield f"WRONG {name} shows a key"
        try:
            text = data.decode()
        except UnicodeDecodeError:
            yield f"WRONG {name} is not UTF-8"
            return
        if any(ord(char) < 32 and char != "\n" for char in text) or UNSEEN.search(text):
            yield f"WRONG {name} has a raw control character"
        if any(COMMAND.search(line) for line in text.split("\n")):
            yield f"WRONG {name} has a line that a CI runner takes for a command"

    def wrong_sarif(self):
        result, sarif = json.loads(self.outputs["json"]), json.loads(self.outputs["sarif"])
        ours = sum(item["state"] == "new" for item in result["findings"])
        theirs = sum(not item.get("suppressions") and item.get("baselineState") in (None, "new")
                     for run in sarif["runs"] for item in run.get("results", []))
        if ours != theirs:
            yield f"WRONG json has {ours} new findings, sarif {theirs}"
        if result["exit_code"] != self.code:
            yield f"WRONG the result file says exit {result['exit_code']}"

    # --- the modes ---

    def judge(self):
        yield f"exit {self.code}"
        if "json" not in self.outputs:
            yield from self.said("stderr")
            return
        result = json.loads(self.outputs["json"])
        for check in result["checks"]:
            # Checks that nothing configures are no news, and there will be more of them.
            if check["status"] == "skipped" and check["name"] in ("secrets", "dependencies"):
                yield f"skipped {check['name']}: {check['reason']}"
            for item in check["incomplete"]:
                yield self.stable(f"incomplete {check['name']} {self.path(item['path'])}: "
                                  f"{item['reason']}; {item['remedy']}")
        for item in result["findings"]:
            yield self.finding(item)

    def said(self, name):
        for line in self.outputs.get(name, b"").decode(errors="backslashreplace").splitlines():
            # How far a run of over ten seconds is: with a sanitizer some are.
            if not re.match(r"seamgate: ([a-z ]+, \d+ (s|min)$|\d+ % of )", line):
                yield "| " + self.stable(line)

    def plain(self):
        yield f"exit {self.code}"
        yield from self.said("stdout")
        yield from self.said("stderr")

    def push(self):
        """What the hook named, in the words of its human report."""
        yield "accepted" if self.code == 0 else "refused"
        text = b"".join(self.outputs.values()).decode(errors="backslashreplace")
        could_look = True
        for line in text.splitlines():
            # What a hook on the server says comes with a prefix and is filled up with blanks.
            line = re.sub(r"^remote: ?", "", line).rstrip()
            could_look = not line.startswith("could not look") if re.match(r"\w", line) else could_look
            if NAMED.search(line) or (not could_look and re.search(r"^ *= ", line)):
                yield "| " + self.stable(line.strip())

    def command(self):
        """What was typed, without keys and in printable characters."""
        text = (read(self.work + "/.out/command") or b"").decode(errors="backslashreplace")
        for secret in self.secrets:
            text = text.replace(secret, "<key>")
        return "".join(char if char.isprintable() and char.isascii() else ascii(char)[1:-1] for char in self.stable(text))

    def run(self):
        if self.command():
            print("$ " + self.command())
        for line in getattr(self, self.mode)():
            print(line)
        for line in sorted(set(self.wrongs())):
            print(line)


if __name__ == "__main__":
    Show(sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "judge").run()
