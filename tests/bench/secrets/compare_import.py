#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do imported rules find what the scanner that they come from finds? By hand, not a test.

  compare_import.py --seamgate build/seamgate --tool gitleaks --rules gitleaks.toml REPOSITORY...

Runs `TOOL dir` on the tree of HEAD and `TOOL git` on the history, and `seamgate scan` and `scan --history` with the
imported rules alone, and compares (rule, path, line of the secret, secret). Of what one side has more, each is printed,
with the secret as its first and last two characters, its length and a digest. Exit 1 where a tree differs.

Two things are levelled out before comparing, both of them said in docs/import.md: seamgate reports the same secret of
one rule once for a file, at its first place, and gitleaks gives the line where the match begins, not the secret.
"""

import argparse
import collections
import hashlib
import hmac
import json
import pathlib
import subprocess
import sys
import tempfile
import tomllib

SALT = "compare-import"
POLICY = """version: 1
salt: "compare-import"
limits: {{time: 30m}}
checks:
  secrets: {{rules: [{rules}]}}
  dependencies: {{enabled: false}}
"""


def run(command, **options):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def shown(secret):
    digest = hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return f"{secret[:2]}…{secret[-2:]} ({len(secret)} characters, {digest})"


class Side:
    """Findings of one scanner: for each (rule, path, secret) the lines."""

    def __init__(self):
        self.lines = collections.defaultdict(set)

    def add(self, rule, path, secret, line):
        self.lines[(rule, path, secret)].add(line)


def import_rules(arguments, folder):
    rules = folder / "imported.yml"
    done = run([arguments.seamgate, "rules", "import", arguments.format, arguments.rules, "--prefix", "x", "-o", rules])
    if done.returncode:
        sys.exit(done.stderr.decode())
    return rules


def tree_of(repository, tree):
    """The regular files of HEAD. A snapshot may lack large ones: neither side gets them."""
    listing = run(["git", "-C", repository, "ls-tree", "-r", "-z", "HEAD"]).stdout.decode("utf-8", "surrogateescape")
    files = [entry.split("\t", 1) for entry in listing.split("\0") if entry.startswith("100")]
    batch = subprocess.Popen(["git", "-C", repository, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for head, path in files:
        batch.stdin.write(head.split()[2].encode() + b"\n")
        batch.stdin.flush()
        answer = batch.stdout.readline().split()
        if answer[1] == b"missing":
            continue
        content = batch.stdout.read(int(answer[2]) + 1)[:-1]
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_bytes(content)
    batch.stdin.close()
    batch.wait()


def theirs(arguments, verb, place, folder, config):
    report = folder / "theirs.json"
    options = arguments.options.split() if arguments.options else []
    command = [arguments.tool, verb, ".", "--config", config, "--report-format", "json", "--report-path", report,
               "--exit-code", "0", "--no-banner", "--ignore-gitleaks-allow", "--max-decode-depth", "0", *options]
    done = run(command, cwd=place)
    if done.returncode:
        sys.exit(f"{command}: {done.stderr.decode()[-800:]}")
    side = Side()
    for finding in json.loads(report.read_text() or "[]") or []:
        secret, match = finding["Secret"], finding["Match"]
        is_file = match.startswith("file detected")
        line = 0 if is_file else finding["StartLine"] + match[: max(match.find(secret), 0)].count("\n")
        side.add(finding["RuleID"], finding["File"].removeprefix("./"), "" if is_file else secret, line)
    return side


def kebab(rule):
    return "-".join(part for part in "".join(c if c.isalnum() else " " for c in rule.lower()).split())


def cut(text, finding):
    """The secret out of the file: lines and columns are those of code points, the end is exclusive."""
    lines = text.split("\n")[finding["line"] - 1 : finding["end_line"]]
    if not lines:
        return None
    lines[-1] = lines[-1][: finding["end_column"] - 1]
    lines[0] = lines[0][finding["column"] - 1 :]
    return "\n".join(lines)


def content_of(place, finding, cache):
    key = (finding["commit"] or "HEAD") + ":" + finding["path"]
    if key not in cache:
        cache[key] = run(["git", "-C", place, "cat-file", "blob", key]).stdout.decode("utf-8", "surrogateescape")
    return cache[key].removeprefix("\ufeff")


def fingerprint(rule, secret):
    """gate/collapse.c: HMAC-SHA-256 under the salt over rule and secret, a NUL behind each."""
    parts = rule.encode() + b"\0" + secret.encode("utf-8", "surrogateescape") + b"\0"
    return hmac.new(SALT.encode(), parts, hashlib.sha256).hexdigest()


def secret_of(place, finding, cache, known):
    """In a history the line is that at the head where the secret is still there, else that of the commit; what the text there was
    meant to be is proved by the fingerprint, and so is each secret that the scanner has for the path. (That of a private key
    is over its key, not its text: then the text in the commit counts.)"""
    texts = [content_of(place, {**finding, "commit": commit}, cache) for commit in (finding["commit"], "HEAD")]
    cuts = [secret for secret in (cut(text, finding) for text in texts) if secret is not None]
    for secret in cuts + sorted(known):
        if fingerprint(finding["rule"], secret) == finding["fingerprint"]:
            return secret
    return cuts[0] if cuts else f"unproved {finding['fingerprint'][:8]}"


def ours(arguments, flags, place, folder, names, scanner):
    report = folder / "ours.json"
    command = [arguments.seamgate, "scan", *flags, "--policy", folder / "policy.yml", "-q", "--report", f"json={report}"]
    done = run(command, cwd=place)
    if done.returncode not in (0, 1, 3) or not report.exists():
        sys.exit(f"{command}: {done.stderr.decode()[-800:]}")
    result, side, cache = json.loads(report.read_text()), Side(), {}
    known = collections.defaultdict(set)
    for _, path, secret in scanner.lines:
        known[path].add(secret)
    for item in (item for check in result["checks"] for item in check["incomplete"]):
        print(f"  not examined by seamgate: {item['path']}: {item['reason']}")
    for finding in result["findings"]:
        if not finding["path"]:
            continue  # in a message: the other does not look there
        is_file = finding["line"] == 0
        secret = "" if is_file else secret_of(place, finding, cache, known[finding["path"]])
        rule = names.get(finding["rule"], finding["rule"])
        side.add(rule, finding["path"], secret, finding["line"])
    return side


def compare(title, left, right, with_lines):
    both = left.lines.keys() & right.lines.keys()
    more, less = right.lines.keys() - left.lines.keys(), left.lines.keys() - right.lines.keys()
    moved = [key for key in both if with_lines and not right.lines[key] <= left.lines[key]]
    print(f"{title}: the scanner {len(left.lines)}, seamgate {len(right.lines)}, the same {len(both) - len(moved)}")
    for what, keys in (("only the scanner", less), ("only seamgate", more), ("other line", moved)):
        for key in sorted(keys):
            lines = sorted((left.lines.get(key) or set()) | (right.lines.get(key) or set()))[:4]
            print(f"  {what}: {key[0]} {key[1]}:{lines} {shown(key[2])}")
    return len(more) + len(less) + len(moved)


def compare_repository(arguments, repository, folder, config, names):
    different = 0
    repository = pathlib.Path(repository).resolve()
    name = repository.parent.name if repository.name == "repo" else repository.name
    with tempfile.TemporaryDirectory() as tree:
        tree = pathlib.Path(tree)
        tree_of(repository, tree)
        scanner = theirs(arguments, "dir", tree, folder, config)
        different += compare(f"{name} tree", scanner,
                             ours(arguments, ["--head", "HEAD"], repository, folder, names, scanner), True)
    if arguments.history:
        scanner = theirs(arguments, "git", repository, folder, config)
        compare(f"{name} history", scanner, ours(arguments, ["--history"], repository, folder, names, scanner), False)
    return different


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seamgate", required=True)
    parser.add_argument("--tool", required=True, help="gitleaks or betterleaks")
    parser.add_argument("--format", default="auto")
    parser.add_argument("--rules", required=True, help="the scanner's own rules")
    parser.add_argument("--options", default="", help="more options for the scanner")
    parser.add_argument("--history", action="store_true", help="the histories too")
    parser.add_argument("repositories", nargs="+")
    arguments = parser.parse_args()
    arguments.seamgate = str(pathlib.Path(arguments.seamgate).resolve())
    config = pathlib.Path(arguments.rules).resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        import_rules(arguments, folder)
        (folder / "policy.yml").write_text(POLICY.format(rules="imported.yml"))
        rules = tomllib.loads(config.read_text())["rules"]
        names = {f"secrets/x-{kebab(rule['id'])}": rule["id"] for rule in rules}
        different = sum(compare_repository(arguments, repository, folder, config, names)
                        for repository in arguments.repositories)
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
