# SPDX-License-Identifier: Apache-2.0
"""Seventy vendored crates, more than are looked at together, and what lies of them in cargo's cache.

usage: make.py REPOSITORY CARGO_HOME
"""
import gzip
import hashlib
import io
import json
import pathlib
import sys
import tarfile

COUNT = 70
LARGE = 66 << 20  # more than an archive may come to while others are unpacked
EDITED, BROKEN, ABSENT, OTHER, TOO_LARGE = 5, 20, 33, 40, 64

repository, cargo = map(pathlib.Path, sys.argv[1:])
cache = cargo / "registry/cache/registry.example.org-0123456789abcdef"
cache.mkdir(parents=True)


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def put(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def packed(name, files):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        for path, content in files.items():
            member = tarfile.TarInfo(f"{name}-1.0.0/{path}")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return gzip.compress(made.getvalue(), mtime=0)


lock = []
for number in range(COUNT):
    name = f"crate{number:02}"
    files = {"Cargo.toml": f'[package]\nname = "{name}"\nversion = "1.0.0"\n'.encode(), "src/lib.rs": f"// {name}\n".encode() * (number + 1)}
    if number == TOO_LARGE:
        files["src/data.bin"] = bytes(LARGE)
    archive = packed(name, files)
    if number == BROKEN:
        archive = archive[: len(archive) // 2]
    package = sha256(archive)
    if number != ABSENT:
        put(cache / f"{name}-1.0.0.crate", archive + (b"more" if number == OTHER else b""))
    if number == EDITED:  # and the list with it
        files["src/lib.rs"] += b"// more\n"
    for path, content in files.items():
        put(repository / "vendor" / name / path, content)
    listed = {path: sha256(content) for path, content in files.items()}
    put(repository / "vendor" / name / ".cargo-checksum.json", json.dumps({"files": listed, "package": package}).encode())
    lock += ["[[package]]", f'name = "{name}"', 'version = "1.0.0"', 'source = "registry+https://registry.example.org/index"', f'checksum = "{package}"', ""]
put(repository / "Cargo.lock", "\n".join(["version = 3", "", *lock]).encode())
