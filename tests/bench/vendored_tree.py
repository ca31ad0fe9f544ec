#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a repository with a vendored tree of real sources: so many files of a folder, as so many crates with the list that
cargo vendor writes and a Cargo.lock that pins them; one commit, one pack, and a second commit that edits one file.

usage: vendored_tree.py SOURCES FILES CRATES FOLDER
       vendored_tree.py --commit FOLDER      a vendor/ that is there already
"""
import hashlib
import json
import os
import pathlib
import subprocess
import sys


def make(source, count, crates, out):
    paths = sorted(path for path in source.rglob("*") if path.is_file() and not path.is_symlink())[:count]
    if len(paths) < count:
        sys.exit(f"{source} has {len(paths)} files, not {count}")
    lock, needs = ["version = 3", ""], []
    for number in range(crates):
        name = f"crate{number:04}"
        files = {"Cargo.toml": f'[package]\nname = "{name}"\nversion = "1.0.0"\n'.encode()}
        for path in paths[number * count // crates : (number + 1) * count // crates]:
            files[f"src/{len(files):04}.rs"] = path.read_bytes()
        folder = out / "vendor" / name
        (folder / "src").mkdir(parents=True)
        for path, content in files.items():
            (folder / path).write_bytes(content)
        package = hashlib.sha256(name.encode()).hexdigest()
        listed = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
        (folder / ".cargo-checksum.json").write_text(json.dumps({"files": listed, "package": package}))
        lock += ["[[package]]", f'name = "{name}"', 'version = "1.0.0"', 'source = "registry+https://registry.example.org/index"',
                 f'checksum = "{package}"', ""]
        needs.append(f' "{name}",')
    lock += ["[[package]]", 'name = "shop"', 'version = "0.1.0"', "dependencies = [", *needs, "]", ""]
    (out / "Cargo.lock").write_text("\n".join(lock))


def git(*words):
    subprocess.run(["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *words], cwd=out, check=True)


out = pathlib.Path(sys.argv[-1])
if sys.argv[1] != "--commit":
    make(pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), out)
git("init", "-q", "-b", "main")
git("add", "-A")
git("commit", "-q", "-m", "vendored")
git("repack", "-a", "-d", "-q")
edited = min(out.glob("vendor/*/src/*.rs"))
edited.write_bytes(edited.read_bytes() + b"// more\n")
git("commit", "-q", "-a", "-m", "edited")
sizes = sorted(path.stat().st_size for path in out.glob("vendor/**/*") if path.is_file() and path.name != ".cargo-checksum.json")
print(f"{len(sizes)} files, {sum(sizes) / 1e6:.1f} MB, median {sizes[len(sizes) // 2]} bytes, mean {sum(sizes) // len(sizes)}")
