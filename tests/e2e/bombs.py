#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is made to cost much: bounded time and memory, exit 3, and a result that says what was not examined.

  bombs.py SEAMGATE [ROW...]

Archives, things that are encoded, a blob of 2 GB, a million small files, a pattern that never ends. Makes up to 2 GB (sparse) in a
temporary folder and takes minutes; by hand, not called by run.sh. Prints a table; exit 1 where a row is not as it should be.
"""

import base64
import bz2
import gzip
import io
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib

MIB = 1024 * 1024
MOST_RESIDENT = 1600  # MiB: a blob of the largest size, what it unpacks to, and what is decoded of that
RULE = """rules:
  - id: secrets/slow
    severity: error
    why: It never ends.
    remedy: Write another one.
    pattern: 'slow(?!x)(a+)+b'
    keywords: [slow]
    hit: [slowab, slowaab]
    miss: [slowx, slow]
"""


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def nested_zips(depth):
    content = b"The innermost text.\n"
    for level in range(depth):
        content = zipped([(f"{level}.zip" if level else "a.txt", content)])
    return content


def nested_base64(depth):
    content = b"The innermost text, which is long enough.\n"
    for _ in range(depth):
        content = base64.b64encode(content)
    return content


def streams_that_break_off(lines):
    """Each line begins a stream of zlib that is right for kilobytes, and ends in none."""
    body = zlib.compress(os.urandom(30000), 0)[:57]
    return (base64.b64encode(body) + b"\n") * lines


def commit(folder, files):
    for name, content in files.items():
        (folder / name).write_bytes(content)
    subprocess.run("git init -q . && git add -A && git -c user.name=a -c user.email=a@example.org commit -qm a",
                   shell=True, cwd=folder, check=True)


def commit_many(folder, count):
    """As git's fast-import takes them: a thousand folders."""
    subprocess.run(["git", "init", "-q", "."], cwd=folder, check=True)
    importer = subprocess.Popen(["git", "fast-import", "--quiet"], cwd=folder, stdin=subprocess.PIPE)
    write = importer.stdin.write
    write(b"commit refs/heads/main\ncommitter a <a@example.org> 1700000000 +0000\ndata 1\na\n")
    for number in range(count):
        text = b"%d\n" % number
        write(b"M 100644 inline %d/%d.txt\ndata %d\n%s" % (number % 1000, number, len(text), text))
    importer.stdin.close()
    importer.wait()
    subprocess.run(["git", "symbolic-ref", "HEAD", "refs/heads/main"], cwd=folder, check=True)


def sparse(folder, size):
    with open(folder / "large.bin", "wb") as file:
        file.truncate(size)
    (folder / "a.txt").write_bytes(b"text\n")


def slow(folder):
    (folder / "rules.yml").write_text(RULE)
    (folder / ".seamgate.yml").write_text("version: 1\nchecks:\n  secrets: {rules: [rules.yml]}\n")
    commit(folder, {"a.txt": b"slow" + b"a" * 5000 + b"-b\n"})


# name: what makes it, arguments of scan, exit code, what the result says, seconds at most
ROWS = {
    "a member of 600 MiB of zeros": (lambda f: commit(f, {"a.zip": zipped([("a", bytes(600 * MIB))])}), [], 3, "unpacks to more", 60),
    "zips in zips, 12 deep": (lambda f: commit(f, {"a.zip": nested_zips(12)}), [], 3, "archive_depth", 20),
    "120,000 members": (lambda f: commit(f, {"a.zip": zipped((f"{i}", b"") for i in range(120000))}), [], 3, "100000 members", 60),
    "gzip of 300 MiB in base64": (lambda f: commit(f, {"a.txt": base64.b64encode(gzip.compress(bytes(300 * MIB), 9))}),
                                  [], 3, "more bytes than are decoded", 60),
    "a zip of 600 MiB in base64": (lambda f: commit(f, {"a.txt": base64.b64encode(zipped([("a", bytes(600 * MIB))]))}),
                                   [], 3, "archive that is encoded in it", 60),
    "2 MB of lines that each are bzip2 of 30 MiB": (lambda f: commit(f, {"a.txt": (base64.b64encode(bz2.compress(bytes(30 * MIB))) + b"\n\n") * 30000}),
                                                    [], 3, "encoded in it comes to more bytes than are decoded", 20),
    "8 MB of streams of 1 MiB that break off": (lambda f: commit(f, {"a.txt": (base64.b64encode(zlib.compress(bytes(MIB), 9)[:-1]) + b"\n\n") * 6000}),
                                                [], 3, "more is packed in it than is unpacked", 20),
    "base64 in base64, 12 deep": (lambda f: commit(f, {"a.txt": nested_base64(12)}), [], 3, "decode_depth", 20),
    "20 MB of streams that break off": (lambda f: commit(f, {"a.txt": streams_that_break_off(270000)}), [], None, "", 60),
    "a blob of 2 GB": (lambda f: sparse(f, 2 * 1000 * MIB), ["."], 3, "large.bin", 30),
    "a million small files": (lambda f: commit_many(f, 1000 * 1000), [], 0, "", 240),
    "a pattern that never ends": (slow, [], 3, "matching limit", 20),
}


def run(seamgate, folder, arguments):
    report = folder / ".git" / "r.json" if (folder / ".git").exists() else folder.parent / "r.json"
    began = time.monotonic()
    child = subprocess.Popen([seamgate, "scan", *arguments, "--check", "secrets", "-q", "-j", "1", "--report", f"json={report}"],
                             cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = child.stderr.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    said = errors
    if report.exists():
        result = json.loads(report.read_text())
        said += " ".join(f"{item['path']}: {item['reason']}" for check in result["checks"] for item in check["incomplete"])
    return child.returncode, said, time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    seamgate, failed = str(pathlib.Path(sys.argv[1]).resolve()), 0
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name in sys.argv[2:] or ROWS:
        make, arguments, code, says, seconds = ROWS[name]
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder) / "repository"
            folder.mkdir()
            make(folder)
            have, said, wall, cpu, resident = run(seamgate, folder, arguments)
        good = (code is None or have == code) and says in said and cpu < seconds and resident < MOST_RESIDENT
        failed += not good
        print(f"{'ok' if good else 'NOT OK'}  {name}: exit {have}, {wall:.1f} s ({cpu:.1f} s of a processor), "
              f"{resident:.0f} MiB; {said[:150]}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
