#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Makes checks/secrets/verify/bigrams.def and words.def from the source files below a folder: how often one
# character follows another in what people write, and the words that they use most.
#
#   likeness.py train FOLDER OUT      FOLDER holds trees of public repositories; OUT gets the two files
#   likeness.py plant SEAMGATE        how many of made secrets of many shapes are found, in files of many languages
#   likeness.py scan SEAMGATE TREE... what the rules find in trees: each finding on a line, and how many there are for each MB
#
# Left out are files that hold data (locks, fixtures, recordings), long lines, and words that look like
# keys: hexadecimal, or digits in three places between letters.
import base64
import collections
import json
import math
import os
import random
import re
import string
import subprocess
import sys
import tempfile

DATA = re.compile(r"\.(lock|sum|svg|map|snap|png|jpg|gif|pdf|zip|jar|gz|woff2?|ttf|eot|ico|wasm|bin|pem|crt|key|der|p12|"
                  r"jks|dat|min\.js|json|txt|csv|patch|diff|po|mo|pot)$|lock\.(json|yaml)$|fixtures|testdata|cassettes|requirements")
WORD = re.compile(rb"[A-Za-z0-9_+/.=:@#$!%^&*-]{8,64}")
KEY = re.compile(rb"^[0-9a-f-]{20,}$|^[0-9A-F]{20,}$|(?:[a-zA-Z]+[0-9]+){3}")
PART = re.compile(rb"[A-Z]?[a-z]{3,}|[A-Z]{4,}")
MARKS = b"-_./+="
OTHER = 53 + len(MARKS)
SYMBOLS = OTHER + 1
WORDS = 1200


def symbol(byte):
    if 97 <= byte <= 122:
        return byte - 97
    if 65 <= byte <= 90:
        return byte - 65 + 26
    if 48 <= byte <= 57:
        return 52
    return 53 + MARKS.index(byte) if byte in MARKS else OTHER


def texts(folder):
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            if DATA.search(path) or os.path.islink(path):
                continue
            with open(path, "rb") as file:
                text = file.read(400000)
            if b"\0" not in text and max(map(len, text.split(b"\n"))) < 3000:
                yield text


def train(folder, out):
    seen, parts = set(), collections.Counter()
    for text in texts(folder):
        new = {word for word in WORD.findall(text) if not KEY.search(word)} - seen
        seen |= new
        for word in new:
            parts.update({part.lower() for part in PART.findall(word) if len(part) > 3})
    counts = [[0.5] * SYMBOLS for _ in range(SYMBOLS)]
    for word in seen:
        line = [symbol(byte) for byte in word]
        for first, second in zip(line, line[1:]):
            counts[first][second] += 1
    head = "/* SPDX-License-Identifier: Apache-2.0\n * Made by tests/bench/likeness.py from %d different words.\n%s */\n"
    with open(os.path.join(out, "bigrams.def"), "w") as file:
        file.write(head % (len(seen), " * Row: the first character; column: the second; eighths of a bit, -8 log2 of the share.\n"))
        for row in counts:
            file.write("{" + ",".join("%d" % round(-8 * math.log2(n / sum(row))) for n in row) + "},\n")
    common = sorted(part.decode() for part, _ in parts.most_common(WORDS))
    with open(os.path.join(out, "words.def"), "w") as file:
        file.write(head % (len(seen), " * The most frequent parts of 4 letters and more. Sorted.\n"))
        for at in range(0, len(common), 8):
            file.write(" ".join('"%s",' % word for word in common[at:at + 8]) + "\n")


# ---- planting ----

LOWER, UPPER, DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
BASE62 = LOWER + UPPER + DIGITS
ROUNDS = 20


def drawn(alphabet, length):
    return lambda chance: "".join(chance.choice(alphabet) for _ in range(length))


def encoded(size, altered=False):
    def make(chance):
        text = base64.b64encode(bytes(chance.randrange(256) for _ in range(size))).decode()
        return text.replace("+", "-").replace("/", "_").rstrip("=") if altered else text
    return make


SHAPES = {
    **{"base62 of %d" % n: drawn(BASE62, n) for n in (16, 20, 24, 32, 40, 64)},
    **{"hexadecimal of %d" % n: drawn("0123456789abcdef", n) for n in (24, 32, 40, 64)},
    **{"lower case and digits of %d" % n: drawn(LOWER + DIGITS, n) for n in (16, 20, 32)},
    **{"upper case and digits of %d" % n: drawn(UPPER + DIGITS, n) for n in (16, 20, 32)},
    **{"base64 of %d bytes" % n: encoded(n) for n in (16, 24, 32, 48, 64)},
    **{"base64url of %d bytes" % n: encoded(n, True) for n in (16, 32, 48)},
    **{"lower and upper case of %d" % n: drawn(LOWER + UPPER, n) for n in (20, 32)},
    **{"all classes of %d" % n: drawn(BASE62 + "!#%*+-.=?@^_~", n) for n in (12, 16, 20, 32)},
}

LINES = {
    "settings.py": ["{N} = '{v}'", 'config["{n}"] = "{v}"', 'connect({n}="{v}")'],
    "app.js": ['const {c} = "{v}";', "  {c}: '{v}',", 'process.env.{N} = "{v}";'],
    "App.java": ['    private static final String {N} = "{v}";', '    builder.{c}("x").set{C} = "{v}";'],
    "main.go": ['\t{c} := "{v}"', '\t{C}: "{v}",'],
    "app.rb": ["config.{n} = '{v}'", "  :{n} => '{v}',"],
    "index.php": ["$config['{n}'] = '{v}';", "'{n}' => '{v}',"],
    "Program.cs": ['    public const string {C} = "{v}";'],
    "values.yaml": ["{n}: {v}", '  {c}: "{v}"'],
    "settings.ini": ["{n} = {v}"],
    "app.properties": ["service.{n}={v}"],
    ".env": ["{N}={v}"],
    "run.sh": ["export {N}={v}", 'export {N}="{v}"'],
    "config.json": ['  "{n}": "{v}",', '  "{c}": "{v}",'],
    "config.toml": ['{n} = "{v}"'],
    "web.config": ['    <add key="{C}" value="{v}" />'],
    "main.tf": ['  {n} = "{v}"'],
}

NAMES = [["password"], ["db", "password"], ["api", "key"], ["client", "secret"], ["auth", "token"], ["access", "token"],
         ["secret", "key"], ["service", "secret"], ["signing", "key"], ["admin", "passwd"]]


def spelled(line, words, value):
    camel = words[0] + "".join(word.capitalize() for word in words[1:])
    for mark, text in (("{n}", "_".join(words)), ("{N}", "_".join(words).upper()), ("{c}", camel),
                       ("{C}", camel[0].upper() + camel[1:]), ("{v}", value)):
        line = line.replace(mark, text)
    return line


def found_in(seamgate, folder):
    report = os.path.join(folder, "..", "report.json")
    run = subprocess.run([seamgate, "scan", folder, "--check", "secrets", "-q", "--report", "json=" + report],
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if run.returncode not in (0, 1):
        sys.exit("exit %d: %s" % (run.returncode, run.stderr.decode()))
    with open(report, encoding="utf-8") as file:
        return json.load(file)


def plant(seamgate):
    rows, chance = [], random.Random(6)
    with tempfile.TemporaryDirectory() as top:
        folder = os.path.join(top, "planted")
        for shape, make in SHAPES.items():
            for name, lines in LINES.items():
                where = os.path.join(folder, shape.replace(" ", "-"), name)
                os.makedirs(os.path.dirname(where), exist_ok=True)
                made = [spelled(line, chance.choice(NAMES), make(chance)) for line in lines for _ in range(ROUNDS)]
                with open(where, "w", encoding="utf-8") as file:
                    file.write("\n".join(made) + "\n")
                rows.append((shape, name, len(made), os.path.relpath(where, folder)))
        seen = collections.defaultdict(dict)
        for finding in found_in(seamgate, folder)["findings"]:
            lines = seen[finding["path"]]
            lines[finding["line"]] = lines.get(finding["line"]) or finding["severity"] == "error"
    for what, column in (("shape", 0), ("file", 1)):
        print("| %s | planted | found | as an error |\n|---|---|---|---|" % what)
        for key in dict.fromkeys(row[column] for row in rows):
            mine = [row for row in rows if row[column] == key]
            show(key, mine, seen)
        print()
    show("all", rows, seen)


def show(key, rows, seen):
    planted = sum(row[2] for row in rows)
    found = sum(len(seen[row[3]]) for row in rows)
    errors = sum(sum(seen[row[3]].values()) for row in rows)
    print("| %s | %d | %.1f %% | %.1f %% |" % (key, planted, 100 * found / planted, 100 * errors / planted))


# ---- what is found in trees ----


def scan(seamgate, trees):
    total, count = 0, collections.Counter()
    with tempfile.TemporaryDirectory() as top:
        for tree in trees:
            os.makedirs(os.path.join(top, "x"), exist_ok=True)
            report = os.path.join(top, "report.json")
            run = subprocess.run([seamgate, "scan", tree, "--check", "secrets", "-q", "--report", "json=" + report],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            if run.returncode not in (0, 1):
                sys.exit("%s: exit %d: %s" % (tree, run.returncode, run.stderr.decode()))
            with open(report, encoding="utf-8") as file:
                result = json.load(file)
            total += result["change"]["bytes"]
            print("%s: %.1f MB, %d findings" % (os.path.basename(tree), result["change"]["bytes"] / 1e6, len(result["findings"])))
            for finding in result["findings"]:
                count[finding["rule"], finding["severity"]] += 1
                print("  %s %s %s:%d" % (finding["severity"], finding["rule"], finding["path"], finding["line"]))
    for (rule, severity), number in sorted(count.items()):
        print("%5d %s %s" % (number, severity, rule))
    print("%.1f MB, %d findings, one for each %.1f MB" % (total / 1e6, sum(count.values()), total / 1e6 / max(1, sum(count.values()))))


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "train":
        train(sys.argv[2], sys.argv[3])
    elif len(sys.argv) == 3 and sys.argv[1] == "plant":
        plant(sys.argv[2])
    elif len(sys.argv) > 3 and sys.argv[1] == "scan":
        scan(sys.argv[2], sys.argv[3:])
    else:
        sys.exit("see the head of this file")
