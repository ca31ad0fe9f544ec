# SPDX-License-Identifier: Apache-2.0
"""Judges the real history of lock files, revision by revision.

usage: replay.py [--seamgate FILE] [--most N] [--json FILE] REPOSITORY PATH...

For each PATH the first-parent history is walked; every commit that touches it is judged against its first parent, as
if it were a change of its own (`seamgate run --base PARENT --head COMMIT --check dependencies`). Prints for each path the revisions,
the new entries (of all dependency files that those commits touch and that were there before), the blocking findings by
rule and what could not be looked at; then these, like ones of a commit on one line. A commit counts for the first of the
paths that it touches. What this machine has in package managers' caches plays no part. --most: the newest N revisions of a path (400). Nothing passes or fails by it; docs/benchmarks.md has
what came out.
"""
import argparse
import collections
import json
import os
import subprocess
import sys

ARGUMENTS = argparse.ArgumentParser()
ARGUMENTS.add_argument("--seamgate", default="build/seamgate")
ARGUMENTS.add_argument("--most", type=int, default=400)
ARGUMENTS.add_argument("--json", help="all results, for looking closer")
ARGUMENTS.add_argument("repository")
ARGUMENTS.add_argument("paths", nargs="+")


def revisions(repository, path, most):
    """The newest commits that touch a path, oldest first, with parent and year; none without a parent."""
    listed = subprocess.run(["git", "-C", repository, "log", "--first-parent", f"-n{most}", "--date=format:%Y",
                             "--format=%H %cd %P", "--", path], check=True, capture_output=True, text=True).stdout
    return [(words[0], words[2], words[1]) for words in map(str.split, reversed(listed.splitlines())) if len(words) > 2]


def judge(seamgate, repository, commit, parent):
    """The result of one revision; None where the gate wrote none."""
    run = subprocess.run([seamgate, "run", "--base", parent, "--head", commit, "--check", "dependencies", "--report",
                          "json=/dev/stdout", "-q", "--jobs", "1"], cwd=repository, capture_output=True, text=True, errors="replace",
                         env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"})
    try:
        return json.loads(run.stdout)
    except ValueError:
        print(f"{commit}: exit {run.returncode}: {run.stderr.strip()}", file=sys.stderr)
        return None


class Tally:
    def __init__(self):
        self.revisions = self.entries = self.unseen = 0
        self.rules, self.shown = collections.Counter(), {}

    def show(self, commit, rule, path, what):
        like = self.shown.setdefault((commit[:12], rule, path), [0, what])
        like[0] += 1

    def add(self, commit, result):
        self.revisions += 1
        if result is None:
            self.unseen += 1
            return
        check = next(check for check in result["checks"] if check["name"] == "dependencies")
        self.entries += check["examined"].get("new pins", 0)
        for finding in result["findings"]:
            if finding["blocking"]:
                rule = finding["rule"].split("/")[1]
                self.rules[rule] += 1
                self.show(commit, rule, finding["path"], f'line {finding["line"]}: {finding["message"]}')
        for item in check["incomplete"]:
            self.unseen += 1
            self.show(commit, "could not look", item["path"], item["reason"])


def main():
    arguments = ARGUMENTS.parse_args()
    seamgate, kept, judged = os.path.abspath(arguments.seamgate), [], {}
    for path in arguments.paths:
        tally, commits = Tally(), revisions(arguments.repository, path, arguments.most)
        for commit, parent, _ in commits:
            if commit not in judged:
                judged[commit] = judge(seamgate, arguments.repository, commit, parent)
                tally.add(commit, judged[commit])
        kept += [{"commit": commit, "year": year, "path": path, "result": judged[commit]} for commit, _, year in commits]
        span = f"{commits[0][0][:12]}..{commits[-1][0][:12]}" if commits else "-"
        rules = ", ".join(f"{rule} {count}" for rule, count in tally.rules.most_common()) or "none"
        print(f"{path}  {span}  {tally.revisions} revisions  {tally.entries} new entries  blocking: {rules}  "
              f"not looked at: {tally.unseen}")
        for (commit, rule, place), (count, first) in tally.shown.items():
            print(f"  {commit} {rule} {place}{f' ({count} times)' if count > 1 else ''}: {first}")
    if arguments.json:
        with open(arguments.json, "w") as out:
            json.dump(kept, out)


if __name__ == "__main__":
    main()
