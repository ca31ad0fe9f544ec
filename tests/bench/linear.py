#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whether what the gate does grows as a change does. Each kind of change (linear_kinds.py) is made of n/2, n and 2n things, and the gate's instructions
are counted by valgrind's callgrind: no clock, so that it may be asked on any machine, however busy.

usage: linear.py [--quick] [--jobs N] [--keep FOLDER] SEAMGATE [KIND...]

  --quick   the kinds and sizes of the suite's own test, which shows one that is quadratic by its functions
  --keep    callgrind's files are left there: callgrind_annotate FILE

With I(n) instructions for n things, growth = (I(2n) - I(n)) / (I(n) - I(n/2)): whatever the run costs without any falls out, 2 is linear, 4 is
quadratic, n log n is 2.2 where n is a thousand. The same of each function by itself, so that one that is quadratic is seen while the rest of the run
is still larger. A kind fails above 2.3, or where a function that has 3 percent or more of I(2n) - I(n) is above 3.5 (and not above 12: that is one
which had nothing to do before, as a reader of Huffman codes); where the gate does not exit as
it should; and where it looks at so little that there is nothing to tell (100 instructions a thing).
Exit 1 where a kind fails."""
import argparse
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from linear_kinds import KINDS, Link  # noqa: E402

MOST_GROWTH = 2.3
MOST_OF_A_FUNCTION = 3.5
A_STEP = 12.0
SHARE = 0.03
LEAST_A_THING = 100
MODE = {Link: "120000"}


def git(repository, *words, stdin=None):
    subprocess.run(["git", "-C", repository, *words], input=stdin, check=True, stdout=subprocess.DEVNULL, env=environment(repository))


def environment(repository):
    return {"PATH": os.environ["PATH"], "HOME": os.path.dirname(repository), "LC_ALL": "C.UTF-8", "TZ": "UTC", "GIT_CONFIG_NOSYSTEM": "1"}


def stream(commits):
    """The commits as git fast-import reads them."""
    for number, files in enumerate(commits):
        message = files.pop("", "x").encode()
        yield f"commit refs/heads/main\ncommitter Ada <ada@example.org> {1700000000 + number} +0000\ndata {len(message)}\n"
        yield message + b"\n"
        for path, content in files.items():
            if content is None:
                yield f"D {path}\n"
                continue
            data = content if isinstance(content, bytes) else content.encode()
            yield f"M {MODE.get(type(content), '100644')} inline {path}\ndata {len(data)}\n"
            yield data
            yield "\n"


def make(repository, kind, n):
    commits = list(kind.make(n))
    git(os.path.dirname(repository), "init", "-q", "-b", "main", repository)
    git(repository, "config", "fastimport.unpackLimit", "1")
    lines = b"".join(part if isinstance(part, bytes) else part.encode() for part in stream(commits))
    git(repository, "fast-import", "--quiet", stdin=lines)
    return len(commits) - 1


def command(gate, kind, commits):
    if kind.arguments and kind.arguments[0] == "scan":
        return [gate, *kind.arguments, "--jobs", "1", "-q"]
    return [gate, "run", "--base", f"main~{commits}", "--head", "main", "--check", kind.check, "--jobs", "1", "-q", *kind.arguments]


class Count:
    """What one run came to: its exit code, what it said, and the instructions of each function."""

    def __init__(self, gate, name, n, folder):
        kind = KINDS[name]
        repository = f"{folder}/{name}-{n}"
        self.n = n
        commits = make(repository, kind, n)
        counts = f"{folder}/{name}-{n}.callgrind"
        run = subprocess.run(["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={counts}", *command(gate, kind, commits)], check=False,
                             cwd=repository, env=environment(repository), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.exit_code, self.said = run.returncode, run.stdout.decode(errors="replace")
        self.of = functions(counts) if os.path.exists(counts) else {}
        self.all = sum(self.of.values())
        shutil.rmtree(repository)


def functions(counts):
    """Instructions of each function itself, calls left out, of a file of callgrind's: https://valgrind.org/docs/manual/cl-format.html."""
    of, names, name, called = {}, {}, None, False
    with open(counts, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.startswith("fn="):
                number, _, spelt = line[3:].strip().partition(" ")
                name = names.setdefault(number, spelt)
            elif line.startswith("cfn="):
                number, _, spelt = line[4:].strip().partition(" ")
                names.setdefault(number, spelt)
            elif line.startswith("calls="):
                called = True
            elif line[0] in "0123456789+-*" and name is not None:
                if not called:
                    of[name] = of.get(name, 0) + int(line.split()[1])
                called = False
    return {re.sub(r"'\d+$", "", name): cost for name, cost in of.items()}


def growth(small, middle, large):
    """The formula of the head of this file."""
    before, after = middle - small, large - middle
    if after <= 0:
        return 0.0
    return after / before if before > 0 else float("inf")


class Verdict:
    def __init__(self, name, counts):
        small, middle, large = counts
        self.name, self.n, self.faults = name, middle.n, []
        self.counts = [count.all for count in counts]
        self.growth = growth(*self.counts)
        self.a_thing = (large.all - middle.all) / (large.n - middle.n)
        heavy = [function for function in large.of if large.of[function] - middle.of.get(function, 0) >= SHARE * (large.all - middle.all)]
        grown = [(growth(*(count.of.get(function, 0) for count in counts)), function) for function in heavy]
        self.worst = max((one for one in grown if one[0] <= A_STEP), default=(0.0, ""))
        for count in counts:
            if count.exit_code != KINDS[name].exit_code:
                self.faults.append(f"exit {count.exit_code} instead of {KINDS[name].exit_code} with {count.n}: {count.said[-1500:]}")
        if self.growth > MOST_GROWTH:
            self.faults.append(f"it grows by {self.growth:.2f}")
        if self.worst[0] > MOST_OF_A_FUNCTION:
            self.faults.append(f"{self.worst[1]} grows by {self.worst[0]:.2f}")
        if self.a_thing < LEAST_A_THING:
            self.faults.append(f"{self.a_thing:.0f} instructions for each")

    def row(self):
        cells = " | ".join(f"{count / 1e6:.1f}" for count in self.counts)
        return f"| {self.name} | {self.n} | {cells} | {self.growth:.2f} | {self.worst[0]:.2f} `{self.worst[1]}` |"


def main():
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep")
    parser.add_argument("gate")
    parser.add_argument("kinds", nargs="*")
    chosen = parser.parse_args()
    if not shutil.which("valgrind"):
        print("valgrind is missing (Debian: apt-get install valgrind)", file=sys.stderr)
        return 2
    gate = os.path.abspath(chosen.gate)
    names = [name for name in KINDS if (name in chosen.kinds or not chosen.kinds) and (KINDS[name].quick or not chosen.quick)]
    if set(chosen.kinds) - set(names):
        print("no such kind:", *sorted(set(chosen.kinds) - set(names)), file=sys.stderr)
        return 2
    folder = os.path.abspath(chosen.keep) if chosen.keep else tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    failed = 0
    print("| kind | n | n/2, million instructions | n | 2n | growth | of a function |\n|---|---|---|---|---|---|---|")
    try:
        with concurrent.futures.ThreadPoolExecutor(chosen.jobs) as pool:
            runs = {}
            for name in names:
                n = KINDS[name].quick if chosen.quick else KINDS[name].n
                runs[name] = [pool.submit(Count, gate, name, size, folder) for size in (n // 2, n, 2 * n)]
            for name in names:
                verdict = Verdict(name, [run.result() for run in runs[name]])
                print(verdict.row(), flush=True)
                for fault in verdict.faults:
                    print(f"FAIL {name}: {fault}", flush=True)
                failed += bool(verdict.faults)
    finally:
        if not chosen.keep:
            shutil.rmtree(folder)
    print(f"{len(names) - failed} passed, {failed} failed")
    return 1 if failed or not names else 0


sys.exit(main())
