# SPDX-License-Identifier: Apache-2.0
"""Makes the artifacts and their locks in the working directory, without any of the tools: Python's hashlib stands in for them."""
import base64
import gzip
import hashlib
import io
import json
import os
import struct
import tarfile
import zipfile

WORK = os.environ["WORK"]


def put(path, content):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    return content if isinstance(content, bytes) else content.encode()


def hexed(name, content):
    return hashlib.new(name, content).hexdigest()


def sri(name, content):
    return name + "-" + base64.b64encode(hashlib.new(name, content).digest()).decode()


def tar(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def gem(content):
    parts = [("metadata.gz", gzip.compress(b"meta", mtime=0)), ("data.tar.gz", gzip.compress(content, mtime=0))]
    sums = "---\n" + "".join(f"{kind}:\n" + "".join(f"  {name}: {hexed(kind.lower(), part)}\n" for name, part in parts) for kind in ("SHA256", "SHA512"))
    return tar(parts + [("checksums.yaml.gz", gzip.compress(sums.encode(), mtime=0))])


def nar(path):
    def text(value):
        return struct.pack("<Q", len(value)) + value + b"\0" * (-len(value) % 8)
    if os.path.isdir(path):
        inner = b"".join(text(b"entry") + text(b"(") + text(b"name") + text(name) + text(b"node") + nar(os.path.join(path, name)) + text(b")")
                         for name in sorted(os.listdir(path)))
        return text(b"(") + text(b"type") + text(b"directory") + inner + text(b")")
    with open(path, "rb") as file:
        return text(b"(") + text(b"type") + text(b"regular") + text(b"contents") + text(file.read()) + text(b")")


# --- Ruby: one gem with a checksum, one without ---
left, right = put("vendor/cache/left-1.0.gem", gem(b"left")), put("vendor/cache/right-1.0.gem", gem(b"right"))
put("Gemfile.lock", "GEM\n  remote: https://registry.example.org/\n  specs:\n    left (1.0)\n    right (1.0)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  left\n  right\n\n"
    f"CHECKSUMS\n  left (1.0) sha256={hexed('sha256', left)}\n  right (1.0)\n")
# --- .NET ---
left = put("feed/Left.1.0.0.nupkg", zipped([("left.nuspec", b"x")]))
put("packages.lock.json", json.dumps({"version": 1, "dependencies": {"net8.0": {"Left": {"type": "Direct", "requested": "[1.0.0, )", "resolved": "1.0.0",
    "contentHash": base64.b64encode(hashlib.sha512(left).digest()).decode()}}}}))
# --- Elixir ---
parts = [("VERSION", b"3"), ("metadata.config", b"{}."), ("contents.tar.gz", gzip.compress(b"x", mtime=0))]
inner = hexed("sha256", b"".join(part for _, part in parts))
left = put("hex/left-1.0.0.tar", tar(parts + [("CHECKSUM", inner.upper().encode())]))
put("mix.lock", f'%{{\n  "left": {{:hex, :left, "1.0.0", "{inner}", [:mix], [], "hexpm", "{hexed("sha256", left)}"}},\n}}\n')
# --- the JVM ---
left = put("repo/org/example/left/1.0/left-1.0.jar", zipped([("A.class", b"x")]))
put("gradle/verification-metadata.xml", '<verification-metadata><components><component group="org.example" name="left" version="1.0">'
    f'<artifact name="left-1.0.jar"><sha256 value="{hexed("sha256", left)}"/></artifact></component></components></verification-metadata>\n')
# --- Terraform: the dirhash of a zip ---
members = [("LICENSE", b"free"), ("terraform-provider-left_v1.0.0", b"code"), ("ü", b"x")]
put("mirror/terraform-provider-left_1.0.0_linux_amd64.zip", zipped(members))
for name, content in members:
    put(f"unpacked/registry.example.org/acme/left/1.0.0/linux_amd64/{name}", content)
listing = "".join(f"{hexed('sha256', content)}  {name}\n" for name, content in sorted(members))
h1 = base64.b64encode(hashlib.sha256(listing.encode()).digest()).decode()
put(".terraform.lock.hcl", f'provider "registry.example.org/acme/left" {{\n  version = "1.0.0"\n  hashes = [\n    "h1:{h1}",\n  ]\n}}\n')
# --- Bazel ---
patch, build = put("modules/left/1.0/patches/a.patch", "patch\n"), put("modules/left/1.0/overlay/src/BUILD", "build\n")
put("modules/left/1.0/source.json", json.dumps({"url": "https://registry.example.org/left.tgz", "integrity": sri("sha256", b""),
    "patches": {"a.patch": sri("sha256", patch)}, "overlay": {"src/BUILD": sri("sha512", build)}}))
# --- Nix ---
put("flake/a/x", "x\n"), put("flake/a-b", "y\n")
digest = hashlib.sha256(struct.pack("<Q", 13) + b"nix-archive-1\0\0\0" + nar(b"flake")).digest()
put("flake.lock", json.dumps({"nodes": {"root": {"inputs": {"flake": "flake"}}, "flake": {"locked": {"lastModified": 1, "path": "./flake", "type": "path",
    "narHash": "sha256-" + base64.b64encode(digest).decode()}, "original": {"path": "./flake", "type": "path"}}}, "root": "root", "version": 7}, indent=1))
# --- sums, Git LFS, DVC ---
put("SHA256SUMS", f"{hexed('sha256', put('file', 'file'))}  file\n")
stored = put(WORK + "/object", "an object\n")
put("model.bin", f"version https://git-lfs.github.com/spec/v1\noid sha256:{hexed('sha256', stored)}\nsize {len(stored)}\n")
data = [{"md5": hexed("md5", put("data/" + name, content)), "relpath": name} for name, content in (("a", "a\n"), ("s/ü", "u\n"))]
put("data.dvc", f"outs:\n- md5: {hexed('md5', json.dumps(data).encode())}.dir\n  hash: md5\n  path: data\n")
put("dvc.lock", f"schema: '2.0'\nstages:\n  train:\n    cmd: x\n    outs:\n    - path: metrics.json\n      hash: md5\n      md5: {hexed('md5', put('metrics.json', '{}'))}\n")
put(".dvc/config", ""), put(".gitignore", "/data\n")
