# SPDX-License-Identifier: Apache-2.0
"""schema_agrees.py PROGRAM [WORD...]: the JSON Schema and the reader of policies give the same answers.

The program is policy_dump (the fake checks of fakes.h) or "seamgate policy". For each document below the
schema's answer is compared with the program's. Exit 77 where Python has no jsonschema or yaml.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: {missing} (Debian packages python3-jsonschema and python3-yaml)")
    sys.exit(77)

PRINT = "0123456789abcdef" * 4
WAIVER = f"rule: policy/changed, fingerprint: '{PRINT}', reason: r, owner: o"


class Loader(yaml.SafeLoader):
    """YAML 1.2's core types, as editors have them: dates and "off" are strings, there are no octal numbers."""


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
        ("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
        ("bool", r"^(true|false)$", ["t", "f"]),
        ("int", r"^-?(0|[1-9][0-9]*)$", list("-0123456789")),
        ("float", r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$", list("-0123456789"))):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)

# Any binary: (document without its version, valid)
CORE = [
    ("", True),
    ("block: warning", True),
    ("block: off", False),
    ("blok: error", False),
    ("salt: x", True),
    ("salt: ''", True),
    ("salt: ~", False),
    ("salt: [x]", False),
    ("paths: {ignore: ['a/**']}", True),
    ("paths: {ignore: a}", False),
    ("paths: {ignore: ['']}", False),
    ("paths: {ignore: ['/a']}", False),
    ("paths: {ignore: [1.5.x]}", True),
    ("paths: {only: []}", False),
    ("paths:", True),
    ("paths: []", False),
    ("rules: {}", True),
    ("rules: {policy/changed: off}", True),
    ("rules: {policy/changed: loud}", False),
    ("rules: [policy/changed]", False),
    ("pipeline: [a, b]", True),
    ("pipeline: [a, '  ']", False),
    ("pipeline: {a: b}", False),
    ("limits: {blob: 5MiB, memory: 0, time: 90s}", True),
    ("limits: {blob: 4096}", True),
    ("limits: {blob: '4096'}", False),
    ("limits: {blob: -1}", False),
    ("limits: {blob: 5M}", False),
    ("limits: {blob: 1.5GiB}", False),
    ("limits: {time: 600}", False),
    ("limits: {time: 1.5h}", True),
    ("limits: {time: 015m}", False),
    ("limits: {time: fast}", False),
    ("limits: {time: -1s}", False),
    ("checks: {}", True),
    ("checks:", True),
    ("checks: {no-such-check: {}}", False),
    ("waivers: []", True),
    ("waivers:", True),
    ("waivers: {}", False),
    ("waivers: [x]", False),
    ("waivers: [{%s, expires: 2027-01-31}]" % WAIVER, True),
    ("waivers: [{%s, path: 'a/*', expires: 2027-01-31}]" % WAIVER, True),
    ("waivers: [{%s, expires: 2027-13-31}]" % WAIVER, False),
    ("waivers: [{%s, expires: 20270131}]" % WAIVER, False),
    ("waivers: [{%s}]" % WAIVER, False),
    ("waivers: [{%s, expires: 2027-01-31, ticket: x}]" % WAIVER, False),
    ("waivers: [{%s, expires: 2027-01-31, rule: ' '}]" % WAIVER.replace("rule: policy/changed, ", ""), False),
]

FAKES = [
    ("checks: {quiet: {}}", True),
    ("checks: {quiet: }", True),
    ("checks: {quiet: {enabled: true}}", True),
    ("checks: {quiet: {enabled: yes}}", False),
    ("checks: {quiet: {enabled: 'true'}}", False),
    ("checks: {quiet: {depth: 1}}", False),
    ("checks: {probe: {strict: false, depth: -3, ratio: 2.5}}", True),
    ("checks: {probe: {depth: 1.5}}", False),
    ("checks: {probe: {depth: '1'}}", False),
    ("checks: {probe: {depth: 010}}", False),
    ("checks: {probe: {ratio: .nan}}", False),
    ("checks: {probe: {ratio: 1}}", True),
    ("checks: {probe: {slack: 5%}}", True),
    ("checks: {probe: {slack: 40ms}}", True),
    ("checks: {probe: {slack: 3}}", True),
    ("checks: {probe: {slack: -3}}", False),
    ("checks: {probe: {slack: -3%}}", False),
    ("checks: {probe: {slack: '3'}}", False),
    ("checks: {probe: {since: 2027-01-31}}", True),
    ("checks: {probe: {since: 2027-1-31}}", False),
    ("checks: {probe: {mode: loose}}", True),
    ("checks: {probe: {mode: lose}}", False),
    ("checks: {probe: {nested: {inner: {word: w}}}}", True),
    ("checks: {probe: {nested: {inner: {word: [w]}}}}", False),
    ("checks: {probe: {nested: {iner: {}}}}", False),
    ("checks: {probe: {flows: [{name: a, when: ['**'], phases: [{name: p, budget: 1s}]}]}}", True),
    ("checks: {probe: {flows: [{when: ['**']}]}}", False),
    ("checks: {probe: {flows: [{name: ''}]}}", False),
    ("checks: {probe: {flows: [{name: a, phases: [{budget: 1s}]}]}}", False),
    ("checks: {probe: {sources: [{path: a, format: json}]}}", True),
    ("checks: {probe: {sources: [{path: a, format: xml}]}}", False),
    ("checks: {probe: {levels: {a: strict}}}", True),
    ("checks: {probe: {levels: {a: hard}}}", False),
]


class Judge:
    def __init__(self, program, folder):
        self.program = program
        self.path = os.path.join(folder, "policy.yml")
        schema = json.loads(self.run("schema").stdout)
        jsonschema.Draft7Validator.check_schema(schema)
        self.schema = jsonschema.Draft7Validator(schema)
        self.failures = 0

    def run(self, *words):
        return subprocess.run([*self.program, *words], capture_output=True, text=True, check=False)

    def fail(self, document, what):
        self.failures += 1
        print(f"{document!r}: {what}")

    def accepts(self, text):
        return self.schema.is_valid(yaml.load(text, Loader))

    def judge(self, document, valid):
        text = f"version: 1\n{document}\n"
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(text)
        if self.accepts(text) != valid:
            self.fail(document, f"the schema says {not valid}")
        checked = self.run("check", self.path)
        if checked.returncode != (0 if valid else 2):
            self.fail(document, f"the program says {checked.returncode}: {checked.stderr.strip()}")
        if valid and checked.returncode == 0:
            shown = self.run("show", self.path)
            if shown.returncode != 0 or not self.accepts(shown.stdout):
                self.fail(document, "the schema refuses what is shown")


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        judge = Judge(program, folder)
        rows = CORE + (FAKES if len(program) == 1 else [])
        for document, valid in rows:
            judge.judge(document, valid)
        for version in ("2", "'1'", "one", "[]"):
            if judge.accepts(f"version: {version}"):
                judge.fail(version, "the schema accepts this version")
        if judge.accepts("block: error"):
            judge.fail("no version", "the schema accepts it")
        print(f"{len(rows)} documents, {judge.failures} failures")
        return judge.failures != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
