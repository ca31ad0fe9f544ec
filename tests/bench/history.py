# SPDX-License-Identifier: Apache-2.0
"""Writes a made-up history for git fast-import.

usage: history.py COMMITS LINES

2000 source-like files in 50 folders, of LINES lines in the median and some of 20 times as many; each commit
changes three of them, the last one five, in one to four places. The same numbers give the same history.
"""
import random
import sys

WORDS = ("account buffer cache delta entry field group handle index job key line match name offset path "
         "query range state table user value width").split()
FILES = 2000


def line(rng):  # two of them
    return f"\tif ({rng.choice(WORDS)}->{rng.choice(WORDS)} > {rng.randrange(9999)})\n\t\t{rng.choice(WORDS)}_{rng.choice(WORDS)}({rng.choice(WORDS)});\n"


def write(out, path, lines):
    data = "".join(lines).encode()
    out.write(f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")


def change(rng, lines):
    """Lines are replaced, added and removed in up to four places."""
    for _ in range(rng.randint(1, 4)):
        at, old = rng.randrange(len(lines)), rng.randint(1, 4)
        lines[at:at + old] = [line(rng) for _ in range(rng.randint(1, 4))]


def main():
    commits, median, out, rng = int(sys.argv[1]), int(sys.argv[2]), sys.stdout.buffer, random.Random(1)
    files = {f"src/part{n % 50:02d}/file{n:04d}.c":
             [line(rng) for _ in range(min(20 * median, int(rng.lognormvariate(0, 1) * median) + 5))] for n in range(FILES)}
    paths = list(files)
    for number in range(commits):
        message = f"Change {number}\n"
        out.write(f"commit refs/heads/main\ncommitter Ada Writer <ada@example.org> {1600000000 + number * 600} +0000\n"
                  f"data {len(message)}\n{message}".encode())
        for path in paths if number == 0 else rng.sample(paths, 5 if number == commits - 1 else 3):
            if number:
                change(rng, files[path])
            write(out, path, files[path])


if __name__ == "__main__":
    main()
