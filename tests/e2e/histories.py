#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `scan --history` finds, however git stores it, and whatever happens to the store.

  histories.py SEAMGATE [--seconds N] [ROW...]

A generated history of files that grow, shrink, swap lines and cut secrets in two; what has to be found is worked out here, from whole texts, by Python's own
regular expressions. Then:

  deep      a chain of nearly 4,000 deltas
  layouts   the same objects as packs with chains of 0 to 250 deltas, by distance and by id, with bases newer than their children, 64-bit offsets, loose, several
            packs with and without a multi-pack-index, an alternate, a thin pack that was completed; 1, 2 and 8 threads: the very same report, times apart
  merges    a history of thousands of commits with several roots, branches that cross, merges of up to six, merges that bring in what no parent has, times that are equal or
            run backwards, files that become folders, links and executables, and what was taken out and comes back; 1, 2 and 8 threads, and in the same layouts
  damage    bytes turned over and packs cut off: the same findings or exit 3, never fewer
  repack    `git repack -adf`, `git prune` and `git gc` in a loop beside scans (so many seconds; 3 unless it is said): likewise

Prints a line for each row; exit 1 where one is not as it should be.
"""

import argparse
import heapq
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

RULES = {
    "secrets/bounded": (r"\bbnd_[a-z0-9]{20}\b", None),
    "secrets/gated": (r"\bN[0-9a-f]{32}\b", "acme"),
    "secrets/far": (r"(?s)BEGIN-[a-z]{8}\n[^B]*?END-[a-z]{8}\n", "BEGIN-"),
}
POLICY = """version: 1
salt: "0123456789abcdef0123456789abcdef"
checks: {secrets: {rules: ["rules.yml"]}, dependencies: {enabled: false}}
"""
BASE36 = "abcdefghijklmnopqrstuvwxyz0123456789"
VERSIONS, CHAIN, SHORT_CHAIN = 50, 4000, 60


def rules_file():
    out = ["rules:"]
    for name, (pattern, keyword) in RULES.items():
        example = {"secrets/bounded": "bnd_aaaaaaaaaaaaaaaaaaaa", "secrets/gated": "acme N" + "0" * 32}.get(
            name, "BEGIN-aaaaaaaa\\nEND-aaaaaaaa\\n")
        out += [f"  - id: {name}", "    severity: error", "    why: It opens a door.", "    remedy: Change it.", f"    pattern: '{pattern}'",
                f"    keywords: [{keyword or 'bnd_'}]", f'    hit: ["{example}", "x {example} "]', '    miss: ["bnd_a", "N0"]']
    return "\n".join(out) + "\n"


# ---- the history ----


class Lines:
    """A text that is edited as people and tools do, with secrets among its lines."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        self.lines = [self.plain() for _ in range(300)]
        self.spare = []

    def plain(self):
        return "line of words %08x" % self.draw.getrandbits(32)

    def word(self, count, alphabet=BASE36):
        return "".join(self.draw.choice(alphabet) for _ in range(count))

    def secret(self):
        kind = self.draw.randrange(4)
        if kind == 0:
            return ["key bnd_" + self.word(20)]
        if kind == 1:
            return ["N" + self.word(32, "0123456789abcdef")]
        if kind == 2:
            return ["BEGIN-" + self.word(8, "abcdefgh"), *[self.plain() for _ in range(self.draw.randrange(60))], "END-" + self.word(8, "abcdefgh")]
        return ["of acme"]

    def edit(self):
        draw, lines = self.draw, self.lines
        at = draw.randrange(len(lines))
        kind = draw.randrange(9)
        if kind == 0:
            lines[at:at] = self.secret()
        elif kind == 1:  # cut in two, or put together again: the seam of a copy and an insertion
            line = lines[at]
            lines[at] = line.replace("~", "") if "~" in line else line[:len(line) // 2] + "~" + line[len(line) // 2:]
        elif kind == 2:  # a block moves
            block = lines[at:at + 40]
            del lines[at:at + 40]
            to = draw.randrange(len(lines) + 1)
            lines[to:to] = block
        elif kind == 3:
            del lines[at:at + draw.randrange(1, 30)]
        elif kind == 4:
            self.spare = lines[at:at + 20]
        elif kind == 5:  # removed once, and added again
            lines[at:at] = self.spare
        elif kind == 6:
            lines[at] = lines[at][:-1]
        else:
            lines[at:at] = [self.plain() for _ in range(draw.randrange(1, 10))]
        while len(lines) < 200:
            lines.append(self.plain())
        del lines[600:]
        # Secrets of all kinds are cut in the middle more often than chance would have it.
        for i, line in enumerate(lines):
            if line.startswith(("key bnd_", "N0", "BEGIN-")) and draw.randrange(40) == 0:
                lines[i] = line[:9] + "~" + line[9:]
            elif "~" in line and draw.randrange(10) == 0:
                lines[i] = line.replace("~", "")

    def text(self):
        return ("\n".join(self.lines) + "\n").encode()


def make_history(chain_length):
    """(path -> text or None) for each commit, on one line of descent."""
    commits = [{"rules.yml": rules_file().encode(), ".seamgate.yml": POLICY.encode()}]
    files = {f"src/file{n}.txt": Lines(n) for n in range(4)}
    for turn in range(VERSIONS):
        change = {}
        for path, lines in files.items():
            if turn and random.Random(path + str(turn)).randrange(3) == 0:
                continue
            for _ in range(3):
                lines.edit()
            change[path] = lines.text()
        commits.append(change)
    # Moved to another path, taken away, back again.
    moved = files["src/file0.txt"].text()
    commits += [{"src/file0.txt": None, "src/moved.txt": moved}, {"src/moved.txt": None}, {"src/moved.txt": moved}]
    # A chain of thousands: a secret from the first version to the last, one in the middle only, a new one now and then.
    chain = Lines(99)
    first, middle = "key bnd_" + chain.word(20), "key bnd_" + chain.word(20)
    for n in range(chain_length):
        now = ["key bnd_" + chain.word(20)] if n % 400 == 7 else []
        body = [first] + [f"row {i}" for i in range(n % 100, n % 100 + 30)] + ([middle] if chain_length // 3 < n < chain_length // 2 else []) + now + [f"end {n}"]
        commits.append({"chain.txt": ("\n".join(body) + "\n").encode()})
    return commits


def found_in(text):
    """(rule, secret) -> line of the first occurrence, in a whole text."""
    out = {}
    for rule, (pattern, keyword) in RULES.items():
        if keyword and keyword.encode() not in text:
            continue
        for match in re.finditer(pattern.encode(), text):
            out.setdefault((rule, match.group()), text.count(b"\n", 0, match.start()) + 1)
    return out


def expected(commits, oids):
    """(rule, path, line, commit) of each finding: the first commit that has it, and where it stands at the head, else there."""
    places, now = {}, {}
    for number, change in enumerate(commits):
        for path, text in change.items():
            if text is None:
                now.pop(path)
                continue
            now[path] = text
            for (rule, secret), line in found_in(text).items():
                places.setdefault((rule, path, secret), (number, line))
    out = []
    for (rule, path, secret), (number, line) in places.items():
        at_head = found_in(now[path]).get((rule, secret)) if path in now else None
        out.append((rule, path, at_head or line, oids[number]))
    return sorted(out)


# ---- a history that branches ----

# Names that stand in another order in a tree than as texts, and files in the place of folders.
PATHS = ["a", "a-b", "a.c", "a/b", "a/b.c", "a/b/c", "a0", "b/x", "b/y", "b.x", "c", "c/d/e/f", "c/d/e.f", "c/d-e", "z/deep/er/still"]
BRANCHED, TIPS, POOL = 2600, 12, 60


class Branched:
    """Commits by number: (parents, time, path -> (mode, text)); parents come first. Times are as wrong as chance would have it."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        lines = Lines(seed)
        self.pool = ["key bnd_" + lines.word(20) for _ in range(POOL)] + ["N" + lines.word(32, "0123456789abcdef") for _ in range(POOL // 3)]
        self.pool += ["of acme", "plain"] * 8
        self.commits, self.clock = [], 1700000000
        tips = []
        for _ in range(BRANCHED):
            self.add(tips)

    def line(self):
        return self.draw.choice(self.pool) if self.draw.randrange(3) else "line %d" % self.draw.randrange(40)

    def change(self, tree):
        draw = self.draw
        path = draw.choice(PATHS)
        kind = draw.randrange(12)
        mode, text = tree.get(path, ("100644", "begin"))
        if kind < 2:
            tree.pop(path, None)
        elif kind == 2 and path in tree:  # renamed, or copied
            self.put(tree, draw.choice(PATHS), (mode, text))
        elif kind == 3 and path in tree and mode != "120000":
            tree[path] = ("100755" if mode == "100644" else "100644", text)
        elif kind == 4:
            self.put(tree, path, ("120000", self.line()))
        elif kind == 5 and self.commits:  # as it was in some other commit
            old = draw.choice(self.commits)[2]
            if path in old:
                self.put(tree, path, old[path])
        else:
            lines = [] if mode == "120000" else text.split("\n")
            at = draw.randrange(len(lines) + 1)
            lines[at:at + draw.randrange(2)] = [self.line() for _ in range(draw.randrange(3))]
            self.put(tree, path, ("100755" if mode == "100755" else "100644", "\n".join(lines[:40])))

    @staticmethod
    def put(tree, path, what):
        for other in [p for p in tree if p.startswith(path + "/") or path.startswith(p + "/")]:
            del tree[other]
        tree[path] = what

    def parents(self, tips):
        draw = self.draw
        if not tips or draw.randrange(400) == 0:
            return []
        if draw.randrange(4):
            return [draw.choice(tips) if draw.randrange(20) else draw.randrange(len(self.commits))]
        return sorted({draw.choice(tips) for _ in range(draw.choice((2, 2, 2, 3, 6)))}, key=lambda number: draw.random())

    def add(self, tips):
        draw = self.draw
        parents = self.parents(tips)
        tree = {}
        for parent in parents:
            for path, what in self.commits[parent][2].items():
                if path not in tree and (len(parents) == 1 or draw.randrange(8)):
                    self.put(tree, path, what)
        for _ in range(0 if len(parents) > 1 and draw.randrange(3) else draw.randrange(1, 4)):
            self.change(tree)
        self.clock += draw.choice((0, 0, 1, 60, -500))
        number = len(self.commits)
        self.commits.append((parents, self.clock, tree))
        tips.append(number)
        for parent in parents:
            if parent in tips and (len(tips) > TIPS or draw.randrange(3)):
                tips.remove(parent)

    def stream(self):
        for number, (parents, clock, tree) in enumerate(self.commits):
            message = b"c%d %s\n" % (number, self.pool[number // 50 % POOL].encode() if number % 50 == 0 else b"")
            yield b"reset refs/heads/b%d\n\ncommit refs/heads/b%d\nmark :%d\ncommitter C <c@example.org> %d +0000\ndata %d\n%s\n" % (
                number, number, number + 1, clock, len(message), message)
            for word, parent in zip([b"from"] + [b"merge"] * len(parents), parents):
                yield b"%s :%d\n" % (word, parent + 1)
            yield b"deleteall\n"
            for path, (mode, text) in tree.items():
                yield b"M %s inline %s\ndata %d\n%s\n" % (mode.encode(), path.encode(), len(text), text.encode())


def in_order(commits, oids):
    """Parents first; of those that could come next the oldest, then the one with the smallest id."""
    waiting, children = [len(parents) for parents, _, _ in commits], {}
    for number, (parents, _, _) in enumerate(commits):
        for parent in parents:
            children.setdefault(parent, []).append(number)
    ready = [(commits[n][1], oids[n], n) for n, count in enumerate(waiting) if count == 0]
    heapq.heapify(ready)
    while ready:
        number = heapq.heappop(ready)[2]
        yield number
        for child in children.get(number, []):
            waiting[child] -= 1
            if waiting[child] == 0:
                heapq.heappush(ready, (commits[child][1], oids[child], child))


def expected_of(commits, oids, head):
    """As expected(), of commits that branch: what none of a commit's parents has at that path, mode included, is new in it."""
    places = {}
    for number in in_order(commits, oids):
        parents, _, tree = commits[number]
        for path, what in tree.items():
            if any(commits[parent][2].get(path) == what for parent in parents):
                continue
            for (rule, secret), line in found_in(what[1].encode()).items():
                places.setdefault((rule, path, secret), (number, line))
    out, now = [], commits[head][2]
    for (rule, path, secret), (number, line) in places.items():
        at_head = found_in(now[path][1].encode()).get((rule, secret)) if path in now else None
        out.append((rule, path, at_head or line, oids[number]))
    return sorted(out)


def make_branched(folder, branched):
    git(folder.parent, "init", "-q", "-b", "main", folder.name)
    marks = folder / "marks"
    git(folder, "-c", "fastimport.unpackLimit=0", "fast-import", "--quiet", "--depth=50", f"--export-marks={marks}", input=b"".join(branched.stream()))
    oids = dict(line.split() for line in marks.read_text().splitlines())
    oids = [oids[f":{n + 1}"] for n in range(len(branched.commits))]
    parents = {parent for commit in branched.commits for parent in commit[0]}
    drop = b"".join(b"delete refs/heads/b%d\n" % n for n in parents)
    git(folder, "update-ref", "--stdin", input=drop + b"create refs/heads/main %s\n" % oids[-1].encode())
    git(folder, "pack-refs", "--all")
    return oids


# ---- git ----


def git(folder, *arguments, **more):
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False, **more)
    if done.returncode:
        raise RuntimeError(f"git {arguments}: {done.stderr.decode()}")
    return done.stdout


def make(folder, commits):
    git(folder.parent, "init", "-q", "-b", "main", folder.name)
    stream = []
    for number, change in enumerate(commits):
        message = f"c{number}\n".encode()
        stream.append(b"commit refs/heads/main\nmark :%d\ncommitter C <c@example.org> %d +0000\ndata %d\n%s" %
                      (number + 1, 1700000000 + 60 * number, len(message), message))
        if number:
            stream.append(b"from :%d\n" % number)
        for path, text in change.items():
            stream.append(b"D %s\n" % path.encode() if text is None else b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(text), text))
    git(folder, "-c", "fastimport.unpackLimit=0", "fast-import", "--quiet", "--depth=4095", input=b"".join(stream))
    return git(folder, "rev-list", "--reverse", "main").decode().split()


def packs(folder):
    return sorted((folder / ".git/objects/pack").glob("*.pack"))


def copy(folder, name):
    out = folder.parent / name
    if out.exists():
        shutil.rmtree(out)
    shutil.copytree(folder, out)
    for path in (out / ".git/objects").rglob("*"):
        if path.is_file():
            path.chmod(0o644)
    return out


def aside(folder):
    """Its packs in a folder of their own, so that none of their objects is there."""
    out = folder / "aside"
    out.mkdir()
    for path in (folder / ".git/objects/pack").iterdir():
        if path.suffix == ".pack":
            shutil.move(path, out)
        else:
            path.unlink()
    return sorted(out.glob("*.pack"))


def keep(folder):
    pass


def repacked(*arguments):
    return lambda folder: git(folder, *(a for a in ("-c", "pack.threads=1")), "repack", "-a", "-d", "-f", "-q", *arguments)


def by_id(folder):
    git(folder, "-c", "repack.useDeltaBaseOffset=false", "repack", "-a", "-d", "-f", "-q", "--depth=50", "--window=20")


def wide(folder):
    for pack in aside(folder):
        git(folder, "index-pack", "--index-version=2,0x40", "-o", str(folder / ".git/objects/pack" / (pack.stem + ".idx")), str(pack))
        shutil.move(pack, folder / ".git/objects/pack")


def loose(folder):
    for pack in aside(folder):
        git(folder, "unpack-objects", "-q", input=pack.read_bytes())


def several(folder):
    oids = git(folder, "rev-list", "--objects", "--all", "--no-object-names").split()
    random.Random(1).shuffle(oids)
    where = str(folder / ".git/objects/pack/pack")
    old = packs(folder)
    for part in range(5):
        git(folder, "pack-objects", "-q", "--window=20", where, input=b"\n".join(oids[part::5]) + b"\n")
    for pack in old:
        for suffix in (".pack", ".idx", ".rev"):
            pack.with_suffix(suffix).unlink(missing_ok=True)


def several_midx(folder):
    several(folder)
    git(folder, "multi-pack-index", "write")


def alternate(folder):
    other = folder.parent / (folder.name + ".other")
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(folder, other)
    for pack in packs(folder):
        for suffix in (".pack", ".idx", ".rev"):
            pack.with_suffix(suffix).unlink(missing_ok=True)
    (folder / ".git/objects/info/alternates").write_text(str(other / ".git/objects") + "\n")


def thin(folder):
    """The older half in one pack; the newer as a thin pack, which index-pack completes with the bases that it lacks."""
    old, new = f"main~{SHORT_CHAIN}", folder / "thin.pack"
    new.write_bytes(git(folder, "pack-objects", "--stdout", "--revs", "--thin", "-q", input=f"main\n^{old}\n".encode()))
    first = git(folder, "pack-objects", "--stdout", "--revs", "-q", input=old.encode() + b"\n")
    aside(folder)
    git(folder, "index-pack", "--stdin", input=first)
    git(folder, "index-pack", "--stdin", "--fix-thin", input=new.read_bytes())


LAYOUTS = {
    "as fast-import chains it": keep,
    "no deltas": repacked("--depth=0"),
    "depth 1": repacked("--depth=1"),
    "depth 50, bases mostly newer": repacked("--depth=50"),
    "depth 250": repacked("--depth=250"),
    "deltas by id": by_id,
    "offsets of 64 bits": wide,
    "all loose": loose,
    "five packs": several,
    "five packs, multi-pack-index": several_midx,
    "in an alternate": alternate,
    "a thin pack, completed": thin,
}

# ---- looking ----


class Gate:
    def __init__(self, binary, scratch):
        self.binary, self.report = binary, scratch / "report.json"

    def scan(self, folder, *arguments):
        self.report.unlink(missing_ok=True)
        done = subprocess.run([self.binary, "scan", "--history", "-q", "--report", f"json={self.report}", *arguments], cwd=folder, capture_output=True,
                              check=False, timeout=600)
        result = json.loads(self.report.read_text()) if self.report.exists() else None
        return done.returncode, result, done.stderr.decode(errors="replace")


def findings(result):
    return sorted((f["rule"], f["path"], f["line"], f["commit"]) for f in result["findings"] if f["check"] == "secrets")


def without_times(result):
    out = dict(result, duration_ms=0)
    out["checks"] = [dict(check, duration_ms=0) for check in result["checks"]]
    return json.dumps(out)


def deep(gate, folder, want, say, seconds):
    commits = make_history(CHAIN)
    here = folder.parent / "deep"
    want = expected(commits, make(here, commits))
    longest = max(int(line.split()[5]) for line in git(here, "verify-pack", "-v", str(packs(here)[0])).splitlines() if len(line.split()) == 7)
    say("deep: a chain of nearly 4,000 deltas", longest > CHAIN - 10, f"{longest}")
    code, result, words = gate.scan(here)
    got = findings(result) if result else words
    say(f"deep: {len(want)} findings", code == 1 and got == want, f"exit {code}, " + difference(got, want))


def layouts(gate, folder, want, say, seconds):
    first = None
    for name, change in LAYOUTS.items():
        here = folder if change is keep else copy(folder, "layout")
        change(here)
        for jobs in ("1", "2", "8") if change is keep else ("2",):
            code, result, words = gate.scan(here, "--jobs", jobs)
            got = findings(result) if result else words
            say(f"layouts: {name}, {jobs} threads", code == 1 and got == want, f"exit {code}, " + difference(got, want))
            text = without_times(result) if result else words
            first = first or text
            say(f"layouts: {name}, {jobs} threads, the same report", text == first, "other bytes")


def marked(folder):
    """All that git keeps beside packs to find and order commits faster."""
    several(folder)
    git(folder, "multi-pack-index", "write", "--bitmap")
    git(folder, "commit-graph", "write", "--reachable", "--changed-paths")


def of_files(result):
    return sorted((f["rule"], f["path"], f["line"], f["commit"]) for f in result["findings"] if f["check"] == "secrets" and f["path"])


def merges(gate, folder, want, say, seconds):
    branched = Branched(7)
    here = folder.parent / "merges"
    oids = make_branched(here, branched)
    want = expected_of(branched.commits, oids, len(oids) - 1)
    for path, text in (("rules.yml", rules_file()), ("policy.yml", POLICY)):
        (here / path).write_text(text)
    roots = sum(not parents for parents, _, _ in branched.commits)
    say(f"merges: {len(oids)} commits, {roots} roots, {sum(len(p) > 1 for p, _, _ in branched.commits)} merges: {len(want)} findings are due", len(want) > 500, "")
    first = None
    for name, change in {**LAYOUTS, "multi-pack-index, bitmap, commit-graph": marked}.items():
        if change is thin:
            continue
        there = here if change is keep else copy(here, "layout")
        change(there)
        for jobs in ("1", "2", "8") if change is keep else ("2",):
            code, result, words = gate.scan(there, "--jobs", jobs, "--policy", "policy.yml")
            got = of_files(result) if result else words
            say(f"merges: {name}, {jobs} threads", code == 1 and got == want, f"exit {code}, " + difference(got, want))
            first = first or (without_times(result) if result else words)
            say(f"merges: {name}, {jobs} threads, the same report", result and without_times(result) == first, "other bytes")


def difference(got, want):
    if isinstance(got, str):
        return got
    return f"{len(want)} wanted, {len(set(want) - set(got))} missing, {len(set(got) - set(want))} more: {list(set(want) ^ set(got))[:3]}"


def fault(code, result, words, want):
    """What is wrong with an answer about a store that was damaged, or NULL."""
    if code == 1 and result and findings(result) == want:
        return None
    if code != 3:
        return f"exit {code}: {words[:300]}"
    named = words + json.dumps(result["checks"] if result else "")
    return None if re.search(r"[0-9a-f]{40}|pack|refs|HEAD", named) else f"exit 3 names nothing: {named[:300]}"


def damage(gate, folder, want, say, seconds):
    here = copy(folder, "damaged")
    repacked("--depth=50")(here)
    pack = packs(here)[0]
    draw, bad, looked, whole = random.Random(5), [], 0, pack.read_bytes()
    pack.chmod(0o644)
    for turn in range(60):
        broken = bytearray(whole)
        if turn % 6 == 0:
            del broken[draw.randrange(len(broken)):]
        else:
            broken[draw.randrange(12, len(broken))] ^= 1 << draw.randrange(8)
        pack.write_bytes(broken)
        code, result, words = gate.scan(here)
        wrong = fault(code, result, words, want)
        looked += code == 3
        if wrong:
            bad.append(f"{turn}: {wrong}")
    say("damage: 60 packs, bytes turned over or cut off", not bad, str(bad[:3]))
    say("damage: some of them were seen", looked > 30, f"{looked} of 60")


def repack(gate, folder, want, say, seconds):
    here = copy(folder, "moving")
    stop, bad, codes = here / "stop", [], []
    script = ("n=0; while [ ! -e stop ]; do n=$((n + 1)); git repack -q -a -d -f --depth=$((n % 50)) --window=3; git prune --expire=now; "
              "git commit-tree -m stray 'main^{tree}'; git gc -q --prune=now; done")
    with subprocess.Popen(["sh", "-c", script], cwd=here, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as loop:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            code, result, words = gate.scan(here, *["--unreachable"] * (len(codes) % 2))
            codes.append(code)
            wrong = fault(code, result, words, want)
            if wrong:
                bad.append(wrong)
        stop.touch()
        loop.wait()
    say(f"repack: {len(codes)} scans beside a loop of repack, prune and gc ({codes.count(1)} looked at all)", not bad, str(bad[:3]))
    code, result, words = gate.scan(here)
    say("repack: all is found when it is quiet again", code == 1 and findings(result) == want, f"exit {code}: {words}")


ROWS = {"deep": deep, "layouts": layouts, "merges": merges, "damage": damage, "repack": repack}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seamgate", type=pathlib.Path)
    parser.add_argument("rows", nargs="*", choices=[[], *ROWS], default=[])
    parser.add_argument("--seconds", type=float, default=3)
    chosen = parser.parse_args()
    faults = 0

    def say(name, good, why):
        nonlocal faults
        faults += not good
        print(f"{'ok' if good else 'WRONG'} {name}" + ("" if good else f": {why}"), flush=True)

    os.environ.update(GIT_CONFIG_NOSYSTEM="1", GIT_CONFIG_GLOBAL="/dev/null")
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        gate = Gate(chosen.seamgate.resolve(), scratch)
        commits = make_history(SHORT_CHAIN)
        oids = make(scratch / "history", commits)
        want = expected(commits, oids)
        say(f"a history of {len(commits)} commits: {len(want)} findings are due", len(want) > 80, "")
        for row in chosen.rows or ROWS:
            ROWS[row](gate, scratch / "history", want, say, chosen.seconds)
    return faults > 0


if __name__ == "__main__":
    sys.exit(main())
