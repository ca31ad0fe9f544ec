#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a repository whose last commit changes 5 of the entries of one large lock.

usage: large_lock.py npm|pnpm MEGABYTES FOLDER

An entry is about a kilobyte, so that 20 MB are 20,000 entries: each has a SHA-512, asks for eight of the others
that exist, and carries what package managers copy from manifests. The root asks for a hundred. The same arguments give
the same bytes. Then, in FOLDER:

    seamgate --check dependencies --base HEAD~1 --head HEAD
"""
import base64
import hashlib
import json
import os
import subprocess
import sys

ENTRY = {"npm": 1063, "pnpm": 925}  # bytes, about
CHANGED = 5
NEEDS = 8
ROOTS = 100


class Package:
    def __init__(self, number, count, is_head):
        changed = {count * part // (CHANGED + 1) for part in range(1, CHANGED + 1)}
        self.name = f"package-number-{number:06d}"
        self.version = f"1.{1 if is_head and number in changed else 0}.{number % 10}"
        self.needs = [(number + 1 + step * step) for step in range(NEEDS)]
        self.needs = [need for need in self.needs if need < count]

    def integrity(self):
        digest = hashlib.sha512(f"{self.name} {self.version}".encode()).digest()
        return "sha512-" + base64.b64encode(digest).decode()

    def address(self):
        return f"https://registry.example.org/{self.name}/-/{self.name}-{self.version}.tgz"


def npm(packages):
    def entry(package):
        return {
            "version": package.version,
            "resolved": package.address(),
            "integrity": package.integrity(),
            "license": "MIT",
            "dependencies": {packages[need].name: "^1.0.0" for need in package.needs},
            "engines": {"node": ">=14.0.0 <15.0.0 || >=16.0.0"},
            "bin": {package.name: "bin/main.js"},
            "funding": [{"type": "opencollective", "url": f"https://funding.example.org/{package.name}"}],
            "peerDependenciesMeta": {"package-that-is-not-here": {"optional": True}},
        }

    folders = {"": {"name": "large", "dependencies": {root.name: "^1.0.0" for root in roots(packages)}}}
    folders |= {f"node_modules/{package.name}": entry(package) for package in packages}
    lock = {"name": "large", "lockfileVersion": 3, "requires": True, "packages": folders}
    return "package-lock.json", json.dumps(lock, indent=2) + "\n"


def pnpm(packages):
    lines = ["lockfileVersion: '9.0'", "", "settings:", "  autoInstallPeers: true", "", "importers:", "", "  .:", "    dependencies:"]
    for root in roots(packages):
        lines += [f"      {root.name}:", "        specifier: ^1.0.0", f"        version: {root.version}"]
    lines += ["", "packages:"]
    for package in packages:
        lines += ["", f"  {package.name}@{package.version}:", f"    resolution: {{integrity: {package.integrity()}}}",
                  "    engines: {node: '>=14.0.0 <15.0.0 || >=16.0.0'}", "    hasBin: true", "    deprecated: use another",
                  "    peerDependencies:"]
        lines += [f"      peer-that-is-not-here-{number}: ^1.2.3 || ^2.0.0" for number in range(NEEDS)]
        lines += ["    peerDependenciesMeta:", "      peer-that-is-not-here-0:", "        optional: true"]
    lines += ["", "snapshots:"]
    for package in packages:
        lines += ["", f"  {package.name}@{package.version}:"] + (["    dependencies:"] if package.needs else [])
        lines[-1] += "" if package.needs else " {}"
        lines += [f"      {packages[need].name}: {packages[need].version}" for need in package.needs]
    return "pnpm-lock.yaml", "\n".join(lines) + "\n"


def roots(packages):
    return packages[:: max(1, len(packages) // ROOTS)] + packages[:NEEDS]


def git(folder, *words):
    subprocess.run(["git", "-C", folder, "-c", "user.name=bench", "-c", "user.email=bench@example.org", *words], check=True)


def main():
    kind, megabytes, folder = sys.argv[1:]
    count = int(float(megabytes) * 1e6 / ENTRY[kind])
    os.makedirs(folder)
    git(folder, "init", "-q")
    for is_head in (False, True):
        name, text = {"npm": npm, "pnpm": pnpm}[kind]([Package(number, count, is_head) for number in range(count)])
        with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
            out.write(text)
        git(folder, "add", name)
        git(folder, "commit", "-q", "-m", "head" if is_head else "base")
    git(folder, "gc", "-q")
    print(f"{folder}: {count} entries, {len(text)} bytes")


main()
