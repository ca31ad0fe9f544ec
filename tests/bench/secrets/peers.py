#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Scanners for secrets beside each other: a history, a tree and one change, in the same minutes on the same machine.

  peers.py --seamgate build/seamgate --bin DIR --gitleaks-rules gitleaks.toml [--history REPOSITORY]... [--change REPOSITORY]... [--tree REPOSITORY]...
           [--runs 3] [--most 600] [--json FILE] [--table FILE] [--svg FILE] [--from FILE]

DIR holds the scanners that could be built (gitleaks, betterleaks, trufflehog, titus, kingfisher, noseyparker, ripsecrets, detect-secrets, secretlint, or links
to them); one that is not there is left out. No scanner may ask a provider (verification and updates are off). Runs go round: each tool once, then all again. Figures are
of the run with the least processor time: user and system time of the process and all that it waits for, wall time, the largest resident set of
one process of it, and what it reports, each by its own rules and in its own way of counting. --most seconds of wall time end a run. `--from` draws again from a
file that --json wrote.
"""

import argparse
import html
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

COMMITS = 100  # of the change


class Place:
    """A repository, its tree as files, and its last commits."""

    def __init__(self, repository, scratch):
        self.repository = pathlib.Path(repository).resolve()
        self.name = self.repository.parent.name.split("+")[-1] if self.repository.name == "repo" else self.repository.name
        self.scratch = scratch / self.name
        self.scratch.mkdir(exist_ok=True)
        self.clone = self.scratch / "clone"
        self.tree = self.scratch / "tree"
        if not self.clone.exists():
            run("git", "clone", "-q", "--no-checkout", str(self.repository), str(self.clone))
            self.tree.mkdir()
            archive = subprocess.run(["git", "archive", "HEAD"], cwd=self.clone, capture_output=True, check=True).stdout
            subprocess.run(["tar", "-x", "-C", str(self.tree)], input=archive, check=True)
        self.base = output("git", "-C", self.clone, "rev-list", "--first-parent", f"-n{COMMITS + 1}", "HEAD").split()[-1]
        changed = output("git", "-C", self.clone, "diff", "--name-only", "--diff-filter=AM", "-z", self.base, "HEAD").split("\0")
        self.changed = [path for path in changed if path and (self.tree / path).is_file() and not (self.tree / path).is_symlink()]


def run(*command, **more):
    subprocess.run([str(word) for word in command], check=True, **more)


def output(*command):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True).stdout.decode(errors="replace")


# ---- what each is called with, and how many findings its report has ----


def from_json(report):
    return len(json.loads(report.read_text() or "[]") or [])


def from_result(report):
    return len(json.loads(report.read_text())["findings"])


def from_lines(report):
    return sum(1 for line in report.read_text(errors="replace").splitlines() if line.strip())


def from_kingfisher(report):
    return sum(1 for line in report.read_text(errors="replace").splitlines() if '"blobs_scanned"' not in line and line.strip())


def from_trufflehog(report):
    return sum(1 for line in report.read_text(errors="replace").splitlines() if '"SourceMetadata"' in line)


def from_detect_secrets(report):
    return sum(len(found) for found in json.loads(report.read_text())["results"].values())


def from_secretlint(report):
    return sum(len(item["messages"]) for item in json.loads(report.read_text() or "[]"))


def from_titus(report):
    return len(json.loads(report.read_text() or "[]") or [])


def from_nothing(report):
    return None


class Tool:
    def __init__(self, name, count, history=None, tree=None, change=None, reads_stdout=False):
        self.name, self.count, self.reads_stdout = name, count, reads_stdout
        self.work = {"history": history, "tree": tree, "change": change}


def seamgate(name, binary, *more):
    end = ("--check", "secrets", "-q", "--report", "json={report}", *more)
    return Tool(name, from_result, ("{" + binary + "}", "scan", "{clone}", "--history", *end), ("{" + binary + "}", "scan", "{tree}", *end),
                ("{" + binary + "}", "run", "--base", "{base}", "--head", "HEAD", *end))


def go_leaks(name, config):
    end = ("-r", "{report}", "-f", "json", "--exit-code", "0", "--no-banner", *config)
    return Tool(name, from_json, ("{bin}/" + name, "git", "{clone}", *end), ("{bin}/" + name, "dir", "{tree}", *end),
                ("{bin}/" + name, "git", "{clone}", "--log-opts={base}..HEAD", *end))


KINGFISHER = ("--no-validate", "--no-update-check", "--format", "jsonl", "-o", "{report}")
TOOLS = [
    Tool("git cat-file --batch-all-objects --unordered", from_nothing, ("git", "-C", "{clone}", "cat-file", "--batch-all-objects", "--batch", "--buffer", "--unordered")),
    Tool("git log -p -U0 --full-history --all", from_nothing, ("git", "-C", "{clone}", "log", "-p", "-U0", "--full-history", "--all")),
    Tool("git diff -U0", from_nothing, None, None, ("git", "-C", "{clone}", "diff", "-U0", "{base}", "HEAD")),
    seamgate("seamgate", "seamgate"),
    seamgate("seamgate, 1 thread", "seamgate", "--jobs", "1"),
    seamgate("seamgate, gitleaks' rules", "seamgate", "--policy", "{policy}"),
    go_leaks("gitleaks", ("-c", "{rules}")),
    go_leaks("betterleaks", ("--validation=false",)),
    Tool("trufflehog", from_trufflehog, ("{bin}/trufflehog", "git", "file://{clone}", "--no-verification", "--no-update", "--json"),
         ("{bin}/trufflehog", "filesystem", "{tree}", "--no-verification", "--no-update", "--json"),
         ("{bin}/trufflehog", "git", "file://{clone}", "--since-commit", "{base}", "--no-verification", "--no-update", "--json"), reads_stdout=True),
    Tool("titus", from_titus, ("{bin}/titus", "scan", "--git", "{clone}", "--format", "json", "--output", ":memory:"),
         ("{bin}/titus", "scan", "{tree}", "--format", "json", "--output", ":memory:"), None, reads_stdout=True),
    Tool("noseyparker", from_nothing, ("{bin}/noseyparker", "scan", "--datastore", "{fresh}", "--git-history", "full", "{clone}"),
         ("{bin}/noseyparker", "scan", "--datastore", "{fresh}", "{tree}")),
    Tool("kingfisher", from_kingfisher, ("{bin}/kingfisher", "scan", "{clone}", *KINGFISHER), ("{bin}/kingfisher", "scan", "{tree}", *KINGFISHER),
         ("{bin}/kingfisher", "scan", "{clone}", "--since-commit", "{base}", *KINGFISHER)),
    Tool("ripsecrets", from_lines, None, ("{bin}/ripsecrets", "{tree}"), ("{bin}/ripsecrets", "{changed}"), reads_stdout=True),
    Tool("detect-secrets", from_detect_secrets, None, ("{bin}/detect-secrets", "scan", "--all-files", "--no-verify", "."),
         ("{bin}/detect-secrets", "scan", "--no-verify", "{changed}"), reads_stdout=True),
    Tool("secretlint", from_secretlint, None, ("{bin}/secretlint", "--secretlintrc", "{lintrc}", "--format", "json", "**/*"),
         ("{bin}/secretlint", "--secretlintrc", "{lintrc}", "--format", "json", "{changed}"), reads_stdout=True),
]


class Bench:
    def __init__(self, chosen, scratch):
        self.chosen, self.scratch = chosen, scratch
        self.fixed = {"seamgate": str(chosen.seamgate.resolve()), "bin": str(chosen.bin.resolve()), "rules": str(chosen.gitleaks_rules.resolve()),
                      "report": str(scratch / "report"), "lintrc": str(scratch / "secretlintrc.json"), "policy": str(scratch / "policy.yml")}
        (scratch / "secretlintrc.json").write_text('{"rules": [{"id": "@secretlint/secretlint-rule-preset-recommend"}]}')
        run(self.fixed["seamgate"], "rules", "import", "gitleaks", self.fixed["rules"], "-o", scratch / "imported.yml", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        (scratch / "policy.yml").write_text('version: 1\nsalt: "%s"\nchecks: {secrets: {rules: ["imported.yml"]}}\n' % ("ab" * 16))

    def is_there(self, tool):
        for command in tool.work.values():
            if command and command[0].startswith("{bin}"):
                return shutil.which(command[0].format(**self.fixed)) is not None
        return True

    def command(self, words, place):
        """{changed} stands for many words."""
        values = dict(self.fixed, clone=place.clone, tree=place.tree, base=place.base, fresh=self.scratch / f"fresh{time.monotonic_ns()}")
        out = []
        for word in words:
            out += place.changed if word == "{changed}" else [word.format(**values)]
        return out

    def measure(self, tool, words, place):
        report = pathlib.Path(self.fixed["report"])
        report.unlink(missing_ok=True)
        command = self.command(words, place)
        where = place.tree if any(word in (".", "**/*", "{changed}") for word in words) else place.clone
        started = time.monotonic()
        with open(report if tool.reads_stdout else os.devnull, "wb") as out:
            child = subprocess.Popen(command, cwd=where, stdout=out, stderr=subprocess.DEVNULL, start_new_session=True,
                                     env=dict(os.environ, SECRETLINT_NO_COLOR="1"))
            code, used = self.wait(child, started)
        return {"code": code, "wall": time.monotonic() - started, "user": used.ru_utime, "system": used.ru_stime, "rss": used.ru_maxrss * 1024,
                "findings": self.count(tool, report) if code is not None else None, "over": code is None}

    def wait(self, child, started):
        while True:
            pid, status, used = os.wait4(child.pid, os.WNOHANG)
            if pid:
                child.returncode = os.waitstatus_to_exitcode(status)
                return child.returncode, used
            if time.monotonic() - started > self.chosen.most:
                os.killpg(child.pid, signal.SIGKILL)
                _, _, used = os.wait4(child.pid, 0)
                child.returncode = -9
                return None, used
            time.sleep(0.002)

    def count(self, tool, report):
        try:
            return tool.count(report)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def rows(self, kind, place):
        """Each tool once, then all again, so that a busy minute meets all of them."""
        tools = [tool for tool in TOOLS if tool.work[kind] and self.is_there(tool)]
        best, over = {}, set()
        for turn in range(self.chosen.runs):
            for tool in tools:
                if tool.name in over:
                    continue
                now = self.measure(tool, tool.work[kind], place)
                print(f"{kind} {place.name} {tool.name}: {now}", file=sys.stderr, flush=True)
                old = best.get(tool.name)
                if old is None or now["user"] + now["system"] < old["user"] + old["system"]:
                    best[tool.name] = now
                if now["over"] or now["wall"] > self.chosen.most / 5:
                    over.add(tool.name)
        return [dict(best[tool.name], tool=tool.name) for tool in tools]


# ---- the table and the picture ----


def seconds(value):
    return f"{value:.2f} s" if value < 100 else f"{value:.0f} s"


def cpu(row):
    return row["user"] + row["system"]


def table(work):
    ours = next(row for row in work["rows"] if row["tool"] == "seamgate")
    out = [f"**{work['title']}**", "", "| scanner | CPU | times ours | wall | peak memory | findings |", "|---|---|---|---|---|---|"]
    for row in work["rows"]:
        more = "more than " if row["over"] else ""
        findings = "" if row["findings"] is None else str(row["findings"])
        failed = f" (exit {row['code']})" if row["code"] not in (0, 1, None, 183) else ""
        out.append(f"| {row['tool']}{failed} | {more}{seconds(cpu(row))} | {more}{cpu(row) / cpu(ours):.2g} | {more}{seconds(row['wall'])} | {row['rss'] / 2**20:.0f} MiB | {findings} |")
    return "\n".join(out) + "\n"


WIDTH, LEFT, BAR, GAP, HEAD = 900, 330, 16, 6, 34


def picture(works):
    """Bars of processor time on a logarithmic scale, a group for each piece of work."""
    import math
    out, top = [], 10
    for work in works:
        values = [cpu(row) for row in work["rows"]]
        low, high = math.log10(min(values)) - 0.3, math.log10(max(values))
        out.append(f'<text x="10" y="{top + 16}" font-weight="bold">{html.escape(work["title"])}: CPU seconds, logarithmic</text>')
        top += HEAD
        for row in work["rows"]:
            length = (math.log10(cpu(row)) - low) / (high - low) * (WIDTH - LEFT - 130)
            kind = "ours" if row["tool"].startswith("seamgate") else "git" if row["tool"].startswith("git ") else "peer"
            out.append(f'<text x="{LEFT - 8}" y="{top + 12}" text-anchor="end">{html.escape(row["tool"])}</text>'
                       f'<rect class="{kind}" x="{LEFT}" y="{top}" width="{length:.1f}" height="{BAR}"/>'
                       f'<text x="{LEFT + length + 6:.1f}" y="{top + 12}">{"over " if row["over"] else ""}{seconds(cpu(row))}</text>')
            top += BAR + GAP
        top += 14
    style = ("text{font:12px sans-serif;fill:#24292f}.ours{fill:#1a7f37}.git{fill:#8c959f}.peer{fill:#0969da}rect.page{fill:#fff}")
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}" role="img" '
            f'aria-label="Processor time of scanners for secrets">\n<!-- SPDX-License-Identifier: Apache-2.0; made by tests/bench/secrets/peers.py -->\n'
            f'<style>{style}</style>\n<rect class="page" width="{WIDTH}" height="{top}"/>\n' + "\n".join(out) + "\n</svg>\n")


TITLES = {"history": "history of {}", "tree": "tree of {}", "change": "last %d commits of {}" % COMMITS}


def measure(chosen):
    works = []
    with tempfile.TemporaryDirectory(dir=chosen.scratch) as scratch:
        bench = Bench(chosen, pathlib.Path(scratch))
        for kind in ("history", "tree", "change"):
            for repository in getattr(chosen, kind):
                place = Place(repository, bench.scratch)
                works.append({"title": TITLES[kind].format(place.name), "rows": bench.rows(kind, place)})
                if chosen.json:
                    chosen.json.write_text(json.dumps(works, indent=1))
    return works


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--seamgate", "--bin", "--gitleaks-rules", "--json", "--table", "--svg", "--from", "--scratch"):
        parser.add_argument(name, type=pathlib.Path)
    for name in ("--history", "--tree", "--change"):
        parser.add_argument(name, action="append", default=[])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--most", type=float, default=600)
    chosen = parser.parse_args()
    source = getattr(chosen, "from")
    works = json.loads(source.read_text()) if source else measure(chosen)
    text = "\n".join(table(work) for work in works)
    if chosen.table:
        chosen.table.write_text(text)
    if chosen.svg:
        chosen.svg.write_text(picture(works))
    print(text)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
