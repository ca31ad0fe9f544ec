# SPDX-License-Identifier: Apache-2.0
"""Judges what failalloc.so reports, for tests/torture/run.sh.

usage: torture.py BINARY SCRATCH MOST
"""
import os
import re
import signal
import subprocess
import sys
from collections import Counter

RUNS = {
    "a run that blocks": (1, "run --base main --head blocks --jobs 1 -q --report json"),
    "a run that passes": (0, "run --base main --head passes --jobs 1 -q --report json"),
    "a scan of branches": (1, "scan ../branches --history --check secrets --jobs 1 -q --report json"),
}
RUNS_IN_STEPS = {
    "the human report": (1, "run --base main --head blocks --jobs 2"),
    "the sarif report": (1, "run --base main --head blocks --jobs 1 -q --report sarif"),
    "four more reports": (1, "run --base main --head blocks --jobs 1 -q --report github --report markdown=r.md --report junit=r.xml --report gitlab-code-quality=r.json"),
    "what is staged": (1, "run --staged --jobs 1 -q --report json"),
    "the working tree": (1, "run --worktree --jobs 1 -q --report json"),
    "the html report": (1, "run --base main --head blocks --jobs 1 -q --report html"),
    "a scan of the history": (1, "scan --history --jobs 2 -q --report json"),
    "a scan of a directory": (1, "scan new --jobs 1 -q --report json"),
    "a model that got worse": (1, "run --base models --head worse-model --check model --jobs 1 -q --report json"),
    "a model in the human report": (1, "run --base models --head worse-model --check model --jobs 1"),
    "weights beside a checkpoint": (1, "run --base weights --head worse-weights --check model --jobs 1 -q --report json"),
    "measured latencies": (1, "run --base measured --head slower --check latency --jobs 1 -q --report json"),
    "budgets of measured latencies": (0, "latency suggest slower"),
    "policy show": (0, "policy show"),
    "a usage error": (2, "run --base main --no-such-flag"),
}
COULD_NOT = (3, 4)


def without_times(data):
    return re.sub(rb'"duration_ms": ?[0-9.]+', b"", re.sub(rb"([0-9]+ min )?[0-9.]+ m?s\b", b"", data))


class Torture:
    def __init__(self, binary, scratch):
        self.binary, self.scratch = binary, scratch
        self.dir = os.path.join(scratch, "children")
        os.makedirs(self.dir, exist_ok=True)
        self.wrongs = 0

    def read(self, name):
        with open(os.path.join(self.dir, name), "rb") as file:
            return file.read()

    def series(self, command, first, step, last, rest):
        env = dict(os.environ, LD_PRELOAD=self.scratch + "/failalloc.so", TORTURE_DIR=self.dir,
                   TORTURE_FIRST=str(first), TORTURE_STEP=str(step), TORTURE_LAST=str(last))
        if rest:
            env["TORTURE_REST"] = "1"
        done = subprocess.run([self.binary, *command.split()], env=env, cwd=self.scratch + "/repo",
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
        for line in done.stdout.decode().splitlines():
            word = line.split()
            if word[0] == "end":
                return
            yield int(word[0]), word[1], int(word[2]) if len(word) > 2 else 0

    def count(self, command):
        """How many allocations the run makes, by bisection."""
        low, high = 0, 1
        while self.fails_at(command, high):
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.fails_at(command, middle) else (low, middle)
        return low

    def fails_at(self, command, number):
        return any(n == number for n, _, _ in self.series(command, number, 1, number, False))

    def judge(self, name, number, how, value, expected):
        if how == "exit" and value in COULD_NOT:
            return f"exit {value}"
        if how == "exit" and value == expected:
            if without_times(self.read(f"{number}.out")) == self.clean:
                return "as if nothing had failed"
            how = "another output, exit"
        what = signal.Signals(value).name if how == "signal" else f"{how} {value}"
        self.wrongs += 1
        if self.wrongs <= 20:
            print(f"WRONG {name}: allocation {number}: {what}")
            self.show(number)
        return "WRONG"

    def show(self, number):
        for ending in ("out", "err"):
            path = os.path.join(self.dir, f"{number}.{ending}")
            if os.path.exists(path):
                text = self.read(f"{number}.{ending}")[-400:].decode(errors="backslashreplace")
                print("".join(f"    {line}\n" for line in text.splitlines()[-6:]), end="")

    def run(self, name, expected, command, pieces, rest=False):
        outcomes = Counter()
        for first, step, last in pieces:
            for number, how, value in self.series(command, first, step, last, rest):
                if number == 0:
                    self.clean = without_times(self.read("0.out"))
                    if (how, value) != ("exit", expected):
                        print(f"WRONG {name}: undisturbed it ends with {how} {value}")
                        self.show(0)
                        self.wrongs += 1
                        return
                else:
                    outcomes[self.judge(name, number, how, value, expected)] += 1
        mode = ", and all behind it" if rest else ""
        print(f"{name}{mode}: {sum(outcomes.values())} runs: "
              + ", ".join(f"{count} {what}" for what, count in outcomes.most_common()))


def main():
    binary, scratch, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
    torture = Torture(binary, scratch)
    # Only runs of which the name has that in it, one by one.
    wanted = sys.argv[4] if len(sys.argv) > 4 else ""
    if wanted:
        for name, (expected, command) in {**RUNS, **RUNS_IN_STEPS}.items():
            if wanted in name:
                torture.run(name, expected, command, [(1, 1, min(torture.count(command), most))])
        return 1 if torture.wrongs else 0
    for name, (expected, command) in RUNS.items():
        total = torture.count(command)
        step = max(1, (total - most) * 4 // most)
        print(f"{name}: {total} allocations" + (f", one by one up to {most}, then every {step}th" if total > most else ""))
        pieces = [(1, 1, min(total, most))] + ([(most + 1, step, total)] if total > most else [])
        torture.run(name, expected, command, pieces)
        torture.run(name, expected, command, [(1, max(1, total // (most // 8)), total)], rest=True)
    for name, (expected, command) in RUNS_IN_STEPS.items():
        total = torture.count(command)
        torture.run(name, expected, command, [(1, max(1, total // (most // 8)), total)])
    return 1 if torture.wrongs else 0


if __name__ == "__main__":
    sys.exit(main())
