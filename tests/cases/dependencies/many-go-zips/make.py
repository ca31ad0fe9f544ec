# SPDX-License-Identifier: Apache-2.0
"""Makes a project with 70 vendored modules of Go below the current folder, and a module cache of their zips, some of which are not what
go.sum pins, below the folder that is named."""

import base64
import hashlib
import io
import os
import sys
import zipfile

COUNT, OTHER, ABSENT, BROKEN, LARGE, EDITED = 70, 5, 33, 40, 50, 66
LARGE_BYTES = 65 << 20  # more than is unpacked while others are


def put(path, content):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "wb") as out:
        out.write(content if isinstance(content, bytes) else content.encode())


def packed(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def dirhash(files):
    listing = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "h1:" + base64.b64encode(hashlib.sha256(listing.encode()).digest()).decode()


def module(number, cache):
    name = f"example.org/m{number:02}"
    mod, source = f"module {name}\n".encode(), f"package m{number:02}\n".encode()
    files = {f"{name}@v1.0.0/go.mod": mod, f"{name}@v1.0.0/m.go": source}
    if number == LARGE:
        files[f"{name}@v1.0.0/testdata"] = bytes(LARGE_BYTES)
    sums = f"{name} v1.0.0 {dirhash(files)}\n{name} v1.0.0/go.mod {dirhash({'go.mod': mod})}\n"
    if number == OTHER:
        files[f"{name}@v1.0.0/m.go"] = source + b"// another\n"
    archive = packed(files)
    if number != ABSENT:
        put(f"{cache}/cache/download/{name}/@v/v1.0.0.zip", archive[:-30] if number == BROKEN else archive)
    put(f"vendor/{name}/m.go", source + b"// edited\n" if number == EDITED else source)
    return sums, f"# {name} v1.0.0\n## explicit\n{name}\n", f"require {name} v1.0.0\n"


made = [module(number, sys.argv[1]) for number in range(COUNT)]
put("go.sum", "".join(one[0] for one in made))
put("vendor/modules.txt", "".join(one[1] for one in made))
put("vendor/stray.org/x.go", b"package x\n")
put("go.mod", "module example.org/shop\n\ngo 1.20\n\n" + "".join(one[2] for one in made))
