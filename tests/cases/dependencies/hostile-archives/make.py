# SPDX-License-Identifier: Apache-2.0
"""Makes an archive for each prover that opens archives, all with one attack: make.py ATTACK CACHES, in the repository."""

import base64
import gzip
import hashlib
import io
import json
import os
import struct
import sys
import tarfile
import zipfile

attack, caches = sys.argv[1:]


def put(path, content):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "wb") as out:
        out.write(content if isinstance(content, bytes) else content.encode())


def sha(content):
    return hashlib.sha256(content).hexdigest()


def hostile(top, members):
    """The members, with what the attack adds or does to names: (name, content, kind)."""
    more = {"absolute": ("/etc/cron.d/x", b"x", "file"), "upwards": (top + "../../x", b"x", "file"),
            "link": (top + "link", b"/etc/passwd", "link"), "twice": (*members[0][:2], "file"),
            "device": (top + "device", b"", "device"), "no name": ("", b"x", "file")}
    return [(name, content, "file") for name, content in members] + ([more[attack]] if attack in more else [])


def tar(top, members):
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.USTAR_FORMAT) as out:
        for name, content, kind in hostile(top, members):
            info = tarfile.TarInfo(name)
            if kind == "link":
                info.type, info.linkname, content = tarfile.SYMTYPE, content.decode(), b""
            if kind == "device":
                info.type = tarfile.CHRTYPE
            info.size = len(content)
            out.addfile(info, io.BytesIO(content))
    made = bytearray(plain.getvalue())
    if attack == "wrong size":  # the first member says that it is larger than the archive
        made[124:136] = b"00077777777\0"
        made[148:156] = b"        "
        made[148:156] = b"%06o\0 " % sum(made[:512])
    return bytes(made[:700]) if attack == "cut off" else bytes(made)


def packed(top, members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, kind in hostile(top, members):
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.create_system, info.compress_type = 3, zipfile.ZIP_DEFLATED
            info.external_attr = {"file": 0o100644, "link": 0o120777, "device": 0o020644}[kind] << 16
            archive.writestr(info, content)
    made = bytearray(out.getvalue())
    if attack == "long comment":  # some readers do not look for the directory so far from the end
        made[-2:] = struct.pack("<H", 60000) + bytes(60000)
    if attack == "two ends":
        made[-2:] = struct.pack("<H", 22) + b"PK\5\6" + b"\xff" * 18
    if attack == "more in front":
        made = bytearray(b"PK\3\4" + bytes(26)) + made
    if attack == "other name":  # in its own header
        made[30:31] = b"X"
    if attack == "wrong size":  # of the first member, in its own header and in the directory
        for mark, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
            struct.pack_into("<I", made, made.index(mark) + at, 3)
    return bytes(made[: len(made) // 2]) if attack == "cut off" else bytes(made)


def crate():
    files = [("Cargo.toml", b'[package]\nname = "left"\nversion = "1.0.0"\n'), ("src/lib.rs", b"// one\n" * 9)]
    archive = gzip.compress(tar("left-1.0.0/", [(f"left-1.0.0/{path}", content) for path, content in files]), mtime=0)
    for path, content in files:
        put(f"rust/vendor/left/{path}", content)
    listed = {"files": {path: sha(content) for path, content in files}, "package": sha(archive)}
    put("rust/vendor/left/.cargo-checksum.json", json.dumps(listed))
    put("rust/Cargo.toml", '[package]\nname = "shop"\nversion = "0.1.0"\n[dependencies]\nleft = "1"\n')
    put("rust/Cargo.lock", 'version = 3\n\n[[package]]\nname = "left"\nversion = "1.0.0"\nsource = "registry+https://registry.example.org/index"\n'
        f'checksum = "{sha(archive)}"\n\n[[package]]\nname = "shop"\nversion = "0.1.0"\ndependencies = [\n "left",\n]\n')
    put(f"{caches}/cargo/registry/cache/registry.example.org-0123456789abcdef/left-1.0.0.crate", archive)


def module():
    top = "example.org/m@v1.0.0/"
    archive = packed(top, [(top + "go.mod", b"module example.org/m\n" * 9), (top + "m.go", b"package m\n")])
    put("go/go.mod", "module example.org/shop\n\ngo 1.20\n\nrequire example.org/m v1.0.0\n")
    put("go/go.sum", f"example.org/m v1.0.0 h1:{base64.b64encode(bytes(32)).decode()}\n")
    put(f"{caches}/go/cache/download/example.org/m/@v/v1.0.0.zip", archive)


def provider():
    archive = packed("", [("terraform-provider-left_v1.0.0", b"left" * 99), ("LICENSE", b"x")])
    put("tf/terraform-provider-left_1.0.0_linux_amd64.zip", archive)
    put("tf/.terraform.lock.hcl", 'provider "registry.example.org/acme/left" {\n  version = "1.0.0"\n  hashes = [\n'
        f'    "h1:{base64.b64encode(bytes(32)).decode()}",\n  ]\n}}\n')


def wheel():
    content = b"x = 1\n" * 9
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
    record = f"left/core.py,sha256={digest},{len(content)}\nleft-1.0.0.dist-info/RECORD,,\n".encode()
    put("py/left-1.0.0-py3-none-any.whl", packed("", [("left/core.py", content), ("left-1.0.0.dist-info/RECORD", record)]))


def gem():
    sums = f"---\nSHA256:\n  metadata.gz: {sha(b'm')}\n  data.tar.gz: {sha(b'd')}\n".encode()
    put("ruby/vendor/cache/left-1.0.gem", tar("", [("metadata.gz", b"m"), ("data.tar.gz", b"d"), ("checksums.yaml.gz", gzip.compress(sums, mtime=0))]))
    put("ruby/Gemfile.lock", "GEM\n  remote: https://registry.example.org/\n  specs:\n    left (1.0)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  left\n")


def hex_tarball():
    parts = [("VERSION", b"3"), ("CHECKSUM", b"x"), ("metadata.config", b"m"), ("contents.tar.gz", b"c")]
    archive = tar("", parts)
    put("hex/left-1.0.0.tar", archive)
    put("hex/mix.lock", f'%{{\n  "left": {{:hex, :left, "1.0.0", "{sha(b"3mc")}", [:mix], [], "hexpm", "{sha(archive)}"}},\n}}\n')


for make in (crate, module, provider, wheel, gem, hex_tarball):
    make()
