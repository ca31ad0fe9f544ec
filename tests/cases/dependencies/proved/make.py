# SPDX-License-Identifier: Apache-2.0
"""Makes a project of each ecosystem below the current folder, with what is vendored, and caches below the folder that is named."""

import base64
import gzip
import hashlib
import io
import json
import os
import sys
import tarfile
import zipfile


def put(path, content):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "wb") as out:
        out.write(content if isinstance(content, bytes) else content.encode())


def sha(content, name="sha256"):
    return hashlib.new(name, content).hexdigest()


def sri(content):
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()


def tgz(members):
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return gzip.compress(plain.getvalue(), mtime=0)


def packed(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def crate(caches, name):
    files = {"Cargo.toml": b'[package]\nname = "%s"\nversion = "1.0.0"\n' % name.encode(), "src/lib.rs": b"// one\n"}
    archive = tgz({f"{name}-1.0.0/{path}": content for path, content in files.items()})
    for path, content in files.items():
        put(f"rust/vendor/{name}/{path}", content)
    listed = {"files": {path: sha(content) for path, content in files.items()}, "package": sha(archive)}
    put(f"rust/vendor/{name}/.cargo-checksum.json", json.dumps(listed))
    put(f"{caches}/cargo/registry/cache/registry.example.org-0123456789abcdef/{name}-1.0.0.crate", archive)
    return f'[[package]]\nname = "{name}"\nversion = "1.0.0"\nsource = "registry+https://registry.example.org/index"\n' \
           f'checksum = "{sha(archive)}"\n\n'


def rust(caches):
    lock = crate(caches, "left")
    put("rust/Cargo.lock", "version = 3\n\n" + lock +
        '[[package]]\nname = "shop"\nversion = "0.1.0"\ndependencies = [\n "left",\n]\n')
    put("rust/Cargo.toml", '[package]\nname = "shop"\nversion = "0.1.0"\n[dependencies]\nleft = "1"\n')


def dirhash(files):
    listing = "".join(f"{sha(files[name])}  {name}\n" for name in sorted(files))
    return "h1:" + base64.b64encode(hashlib.sha256(listing.encode()).digest()).decode()


def golang(caches):
    mod = b"module example.org/M\n"
    files = {"example.org/M@v1.0.0/go.mod": mod, "example.org/M@v1.0.0/m.go": b"package m\n"}
    put("go/go.mod", "module example.org/shop\n\ngo 1.20\n\nrequire example.org/M v1.0.0\n")
    put("go/go.sum", f"example.org/M v1.0.0 {dirhash(files)}\nexample.org/M v1.0.0/go.mod {dirhash({'go.mod': mod})}\n")
    put("go/vendor/modules.txt", "# example.org/M v1.0.0\n## explicit\nexample.org/M\n")
    put("go/vendor/example.org/M/m.go", b"package m\n")
    put(f"{caches}/go/cache/download/example.org/!m/@v/v1.0.0.zip", packed(files))
    put(f"{caches}/go/cache/download/example.org/!m/@v/v1.0.0.mod", mod)


def yarn():
    archive = packed({"node_modules/left/index.js": b"1\n"})
    digest = sha(archive, "sha512")
    put("yarn/package.json", '{"name": "shop", "dependencies": {"left": "1.0.0"}}\n')
    put("yarn/yarn.lock", '__metadata:\n  version: 8\n  cacheKey: 10c0\n\n"left@npm:1.0.0":\n  version: 1.0.0\n'
        f'  resolution: "left@npm:1.0.0"\n  checksum: 10c0/{digest}\n  languageName: node\n  linkType: hard\n\n'
        '"shop@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "shop@workspace:."\n  dependencies:\n'
        '    left: "npm:1.0.0"\n  languageName: unknown\n  linkType: soft\n')
    put(f"yarn/.yarn/cache/left-npm-1.0.0-0123456789-{digest[:10]}.zip", archive)


def npm(caches):
    left, right = tgz({"package/index.js": b"1\n"}), tgz({"package/index.js": b"2\n"})
    needs = {"above": "file:../left-2.0.0.tgz", "left": "file:left-1.0.0.tgz", "right": "1.0.0"}
    packages = {"": {"name": "shop", "dependencies": needs},
                "node_modules/above": {"version": "2.0.0", "resolved": "file:../left-2.0.0.tgz", "integrity": sri(right)},
                "node_modules/left": {"version": "1.0.0", "resolved": "file:left-1.0.0.tgz", "integrity": sri(left)},
                "node_modules/right": {"version": "1.0.0", "integrity": sri(right),
                                       "resolved": "https://registry.example.org/right/-/right-1.0.0.tgz"}}
    put("npm/package.json", json.dumps({"name": "shop", "dependencies": needs}))
    put("npm/package-lock.json", json.dumps({"name": "shop", "lockfileVersion": 3, "packages": packages}, indent=1))
    put("npm/left-1.0.0.tgz", left)
    put("left-2.0.0.tgz", right)
    digest = sha(right, "sha512")
    put(f"{caches}/npm/_cacache/content-v2/sha512/{digest[:2]}/{digest[2:4]}/{digest[4:]}", right)


def row(path, content):
    return f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip('=')},{len(content)}\n"


def wheel(name, listed, content):
    record = row(f"{name}/core.py", listed) + f"{name}-1.0.0.dist-info/RECORD,,\n"
    return packed({f"{name}/core.py": content, f"{name}-1.0.0.dist-info/RECORD": record.encode()})


def python():
    left = wheel("left", b"x = 1\n", b"x = 1\n")
    put("py/wheels/left-1.0.0-py3-none-any.whl", left)
    put("py/wheels/right-1.0.0-py3-none-any.whl", wheel("right", b"x = 1\n", b"x = 1\n"))
    put("py/requirements.txt", f"left==1.0.0 --hash=sha256:{sha(left)}\n")
    put("py/site/left/core.py", b"x = 1\n")
    put("py/site/left-1.0.0.dist-info/RECORD", row("left/core.py", b"x = 1\n") + "left-1.0.0.dist-info/RECORD,,\n")


rust(sys.argv[1])
golang(sys.argv[1])
yarn()
npm(sys.argv[1])
python()
# What a row puts in the place of something.
put(f"{sys.argv[1]}/patched.whl", wheel("right", b"x = 1\n", b"x = 2\n"))
put(f"{sys.argv[1]}/record", row("left/core.py", b"x = 2\n") + "left-1.0.0.dist-info/RECORD,,\n")
put(f"{sys.argv[1]}/other.tgz", tgz({"package/index.js": b"3\n"}))
