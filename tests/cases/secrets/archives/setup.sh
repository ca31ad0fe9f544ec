# SPDX-License-Identifier: Apache-2.0
# One key in each container, and what can be wrong with containers. Made with the Python standard library, zstd and zip,
# without times, so that the same bytes come out everywhere.
start
python3 - "$(secret aws 10)" "$WORK/.secrets" <<'EOF'
import bz2, ctypes, gzip, io, lzma, random, sys, tarfile, zipfile
first, secrets = sys.argv[1:]
number = 0
def text():
    global number
    number += 1
    chance = random.Random(number)
    made = first[:4] + "".join(chance.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") for _ in range(16))
    with open(secrets, "a") as file:
        file.write(made + "\n")
    return ("one\ntwo\n id = %s\n" % made).encode()
def put(name, data):
    with open(name, "wb") as file:
        file.write(data)
def zipped(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in members:
            file.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return out.getvalue()
def tarred(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        for name, data in members:
            info = tarfile.TarInfo(name)
            if data is None:
                info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            else:
                info.size = len(data)
            file.addfile(info, io.BytesIO(data or b""))
    return out.getvalue()
gz = lambda data: gzip.compress(data, mtime=0)
put("app.jar", zipped([("META-INF/MANIFEST.MF", b"x"), ("conf/a.properties", text())]))
put("doc.docx", zipped([("word/document.xml", b"<w:t>" + text() + b"</w:t>")]))
put("stored.zip", zipped([("a/b.txt", text())], zipfile.ZIP_STORED))
put("nested.zip", zipped([("inner.jar", zipped([("deep/c.txt", text())]))]))
put("plain.tar", tarred([("link", None), ("../up", text()), ("/abs", text()), ("same", b"x"), ("same", text())]))
put("a.tgz", gz(tarred([("d/e.txt", text())])))
put("a.tar.bz2", bz2.compress(tarred([("d/e.txt", text())])))
put("a.tar.xz", lzma.compress(tarred([("d/e.txt", text())])))
put("log.gz", gz(text()))
put("log.bin", bz2.compress(text()))
put("for-zstd", text())
def name():
    return text().decode().split()[-1]
put("names.zip", zipped([("d/" + name() + "/", b""), ("e/" + name(), b""), ("f/" + name() + ".txt", b"x")]))
# By the library that reads it: Python has no 7z, and no AES in zip.
lib = ctypes.CDLL("libarchive.so.13")
for word in "archive_write_new", "archive_entry_new":
    getattr(lib, word).restype = ctypes.c_void_p
lib.archive_write_data.restype = ctypes.c_ssize_t
def by_library(name, form, members, options=b"", password=None):
    archive = ctypes.c_void_p(lib.archive_write_new())
    def must(result):
        if result < 0:
            raise OSError(name)
    must(getattr(lib, "archive_write_set_format_" + form)(archive))
    if options:
        must(lib.archive_write_set_options(archive, options))
    if password:
        must(lib.archive_write_set_passphrase(archive, password))
    must(lib.archive_write_open_filename(archive, name.encode()))
    for path, data in members:
        entry = ctypes.c_void_p(lib.archive_entry_new())
        lib.archive_entry_set_pathname(entry, path.encode())
        lib.archive_entry_set_size(entry, ctypes.c_int64(len(data)))
        lib.archive_entry_set_filetype(entry, 0o100000)
        lib.archive_entry_set_perm(entry, 0o644)
        lib.archive_entry_set_mtime(entry, ctypes.c_int64(0), ctypes.c_long(0))
        must(lib.archive_write_header(archive, entry))
        must(lib.archive_write_data(archive, data, ctypes.c_size_t(len(data))))
        lib.archive_entry_free(entry)
    must(lib.archive_write_close(archive))
    must(lib.archive_write_free(archive))
by_library("real.7z", "7zip", [("a/one.txt", b"x" * 5000), ("b/two.txt", text())])
by_library("aes.zip", "zip", [("secret.txt", text())], b"zip:encryption=aes256", b"password")
put("cut.zip", zipped([("a.txt", random.Random(1).randbytes(4000))])[:2000])
put("cut.gz", gz(random.Random(1).randbytes(4000))[:2000])
put("bomb.gz", gz(bytes(40 * 1024 * 1024)))
deep = zipped([("a.txt", text())])
for i in range(5):
    deep = zipped([("level%d.zip" % i, deep)])
put("deep.zip", deep)
put("hidden-name\x1b[31m.zip", zipped([("a\x1b[31m\n::error::b.txt", text())]))
put("to-encrypt.txt", text())
EOF
zstd -q --no-check for-zstd -o log.zst && rm for-zstd
TZ=UTC touch -d '2020-01-01' to-encrypt.txt && zip -q -X -P password encrypted.zip to-encrypt.txt && rm to-encrypt.txt
commit c2
