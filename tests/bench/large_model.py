# SPDX-License-Identifier: Apache-2.0
"""A GGUF file of several GiB (Q4_K and Q8_0 by turns, random codes), scanned by the gate with at most 64 MiB of heap (RLIMIT_DATA).

usage: large_model.py SEAMGATE [GIB [HEAP_MIB]]

First cold: how many bytes came from the disk, while the file is thrown out of the cache five times a second. The scan gives pages back as it goes, so that
a page that it touches again would come from the disk again; beside it what cat takes, since pages that were read ahead are thrown out too. Then warm: the processor time of the scan, that of reading the same file (cat), and the most memory that the gate had, pages of the file
included. The file is made in $TMPDIR and removed. Nothing passes or fails by it.
"""
import os
import resource
import struct
import subprocess
import sys
import tempfile
import threading

POLICY = """version: 1
limits: {blob: 64GiB}
checks:
  secrets: {enabled: false}
  dependencies: {enabled: false}
  model:
    models:
      - {name: large, files: ["m.gguf"], require_evidence: false, weights: {workspace: true, required: true}}
"""
COLUMNS, TENSOR = 4096, 64 << 20
KINDS = [(12, 144, 256, b"\0\x20\0\x1c"), (8, 34, 32, b"\0\x20")]  # ggml's number, bytes and values of a block, what it begins with


def chunk(size, start):
    raw = bytearray(os.urandom((4 << 20) // size * size))
    for at in range(0, len(raw), size):
        raw[at:at + len(start)] = start
    return bytes(raw)


def write(path, count):
    infos, offset, sizes = [], 0, []
    for i in range(count):
        number, size, values, _ = KINDS[i % 2]
        row = COLUMNS // values * size
        name = f"blk.{i}.weight".encode()
        infos.append(struct.pack("<Q", len(name)) + name + struct.pack("<I2QIQ", 2, COLUMNS, TENSOR // row, number, offset))
        sizes.append(TENSOR // row * row)
        offset += (sizes[-1] + 31) // 32 * 32
    head = b"GGUF" + struct.pack("<IQQ", 3, count, 0) + b"".join(infos)
    chunks = [chunk(size, start) for _, size, _, start in KINDS]
    with open(path, "wb") as file:
        file.write(head + bytes(-len(head) % 32))
        for i, size in enumerate(sizes):
            whole, rest = divmod(size, len(chunks[i % 2]))
            for _ in range(whole):
                file.write(chunks[i % 2])
            file.write(chunks[i % 2][:rest] + bytes(-size % 32))


def timed(command, **how):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, check=False, **how)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss, 512 * (after.ru_inblock - before.ru_inblock)


def forget(path, until):
    """Out of the cache, again and again: what is mapped stays."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())
        while True:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            if until.wait(0.2):
                return


def cold(path, command, **how):
    once, done = threading.Event(), threading.Event()
    once.set()
    forget(path, once)
    thread = threading.Thread(target=forget, args=(path, done))
    thread.start()
    out = timed(command, **how)
    done.set()
    thread.join()
    return out


def main(gate, gib="4", heap_mib="64"):
    gate = os.path.abspath(gate)
    with tempfile.TemporaryDirectory() as folder:
        run = lambda *words: subprocess.run(words, cwd=folder, check=True, capture_output=True)
        run("git", "init", "-q", "-b", "main")
        run("git", "config", "user.name", "Ada")
        run("git", "config", "user.email", "ada@example.org")
        for name, text in ((".seamgate.yml", POLICY), (".gitignore", "m.gguf\n"), ("x", "1")):
            with open(f"{folder}/{name}", "w") as file:
                file.write(text)
        run("git", "add", "-A")
        run("git", "commit", "-q", "-m", "one")
        run("git", "commit", "-q", "--allow-empty", "-m", "two")
        write(f"{folder}/m.gguf", int(float(gib) * 16))
        size = os.path.getsize(f"{folder}/m.gguf")
        limit = lambda: resource.setrlimit(resource.RLIMIT_DATA, (int(heap_mib) << 20, int(heap_mib) << 20))
        judged = [gate, "run", "--base", "HEAD~1", "--head", "HEAD", "--jobs", "1"]
        done, _, _, read = cold(f"{folder}/m.gguf", judged, cwd=folder, preexec_fn=limit)
        _, _, _, plain = cold(f"{folder}/m.gguf", ["sh", "-c", "cat m.gguf >/dev/null"], cwd=folder)
        print(f"cold: exit {done.returncode}, {read / size:.3f} times the file's bytes from the disk; cat {plain / size:.3f}")
        timed(["sh", "-c", "cat m.gguf >/dev/null"], cwd=folder)
        done, seconds, memory, _ = timed(judged, cwd=folder, preexec_fn=limit)
        _, plain, _, _ = timed(["sh", "-c", "cat m.gguf >/dev/null"], cwd=folder)
        print(f"warm: exit {done.returncode}, {size / 1e9:.2f} GB in {seconds:.2f} s of one processor, {size / seconds / 1e9:.1f} GB/s; "
              f"cat {plain:.2f} s; {memory / 1024:.0f} MiB at most, with pages of the file; heap at most {heap_mib} MiB")


main(*sys.argv[1:])
