# SPDX-License-Identifier: Apache-2.0
"""Writes a made-up history for git fast-import.

usage: history.py COMMITS

2000 source-like files in 50 folders; each commit changes two lines of three of them, the last one of five.
The same number gives the same history.
"""
import random
import sys

WORDS = ("account buffer cache delta entry field group handle index job key line match name offset path "
         "query range state table user value width").split()
FILES, LINES = 2000, 60


def line(rng):
    return f"\tif ({rng.choice(WORDS)}->{rng.choice(WORDS)} > {rng.randrange(9999)})\n\t\t{rng.choice(WORDS)}_{rng.choice(WORDS)}({rng.choice(WORDS)});\n"


def write(out, path, lines):
    data = "".join(lines).encode()
    out.write(f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")


def main():
    commits, out, rng = int(sys.argv[1]), sys.stdout.buffer, random.Random(1)
    files = {f"src/part{n % 50:02d}/file{n:04d}.c": [line(rng) for _ in range(LINES)] for n in range(FILES)}
    paths = list(files)
    for number in range(commits):
        message = f"Change {number}\n"
        out.write(f"commit refs/heads/main\ncommitter Ada Writer <ada@example.org> {1600000000 + number * 600} +0000\n"
                  f"data {len(message)}\n{message}".encode())
        changed = paths if number == 0 else rng.sample(paths, 5 if number == commits - 1 else 3)
        for path in changed:
            for _ in range(2 if number else 0):
                files[path][rng.randrange(LINES)] = line(rng)
            write(out, path, files[path])


if __name__ == "__main__":
    main()
