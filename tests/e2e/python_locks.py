#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""python_locks.py SEAMGATE PINS_DUMP SCRATCH: called by python_locks.sh, which installed the tools in SCRATCH.

Each case is a repository with a base commit made by a tool and a head commit that an operation makes of it.
"""
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import time

GATE, DUMP, SCRATCH = (os.path.abspath(path) for path in sys.argv[1:4])
INDEX = os.environ.get("PIP_INDEX_URL", "https://" + "pypi" + ".org/simple")
EVIL = "a" * 63 + "b"
counts = {"passed": 0, "failed": 0}


def spent(name, since):
    print(f"{name}: {time.monotonic() - since:.1f} s")


def tool(*words, cwd):
    path = os.path.join(SCRATCH, words[0])
    if not os.path.exists(path):
        return None
    return subprocess.run([path, *words[1:]], cwd=cwd, text=True, capture_output=True, timeout=1500)


def check(name, holds, detail=""):
    counts["passed" if holds else "failed"] += 1
    if not holds:
        print(f"FAILED {name} {detail}")


def git(*words):
    subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.com", *words], cwd=REPO,
                   check=True, capture_output=True)


REPO = os.path.join(SCRATCH, "repo")


def commit(files):
    for path in os.listdir(REPO):
        if path != ".git" and path not in files:
            os.remove(os.path.join(REPO, path))
    for path, text in files.items():
        write(os.path.join(REPO, path), text)
    git("add", "-A")
    git("commit", "-q", "--allow-empty", "-m", "c")


def judge(base, head):
    """Exit code, rules and report for a change between two sets of files. The base of the call before is used again."""
    if judge.base != base:
        shutil.rmtree(REPO, ignore_errors=True)
        os.mkdir(REPO)
        git("init", "-q")
        commit(base)
        git("tag", "base")
        judge.base = base
    commit(head)
    report = os.path.join(SCRATCH, "report.json")
    done = subprocess.run([GATE, "run", "--base", "base", "--report", f"json={report}"], cwd=REPO,
                          capture_output=True, text=True)
    with open(report, encoding="utf-8") as file:
        found = json.load(file)["findings"]
    git("reset", "-q", "--hard", "base")
    return done.returncode, sorted({finding["rule"].split("/")[1] for finding in found}), done.stdout


judge.base = None


def honest(name, base, head):
    code, rules, said = judge(base, head)
    check(name, code == 0 and not rules, f"exit {code}, {rules}\n{said[:1500]}")


def tampered(name, files, path, change, rule):
    text = change(files[path])
    if text == files[path]:
        check(name, False, "the tampering did not apply")
        return
    code, rules, _ = judge(files, {**files, path: text})
    check(name, code == 1 and rule in rules, f"exit {code}, {rules}, expected {rule}")


def pins(kind, path):
    done = subprocess.run([DUMP, kind, path], capture_output=True, text=True)
    check(f"{kind} reads", done.returncode == 0, done.stderr)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    return {(row[0], row[1]) for row in rows if row[2] == ""}, rows


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(text):
    return {(normal(name), version) for name, version in
            re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\\n]+)", text, re.M)}


def folder(name, **files):
    path = os.path.join(SCRATCH, name)
    os.makedirs(path, exist_ok=True)
    for file, text in files.items():
        write(os.path.join(path, file.replace("__", ".")), text)
    return path


def write(path, text):
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def once(pattern, replacement, flags=re.S):
    return lambda text: re.sub(pattern, replacement, text, count=1, flags=flags)


# --- uv -----------------------------------------------------------------------------------------

PROJECT = """[project]
name = "big-project"
version = "0.1.0"
requires-python = ">=3.11,<3.13"
dependencies = [
    "jupyterlab>=4", "sphinx >=7, <9", "httpx[http2]>=0.27", "black[d]", "Django<6,>=5 ; python_version >= '3.11'",
    "celery", "twine", "boto3", "fastapi[standard]", "dask", "sqlalchemy", "tox", "scrapy", "idna<3.7",
]

[project.optional-dependencies]
docs = ["mkdocs-material"]

[dependency-groups]
dev = ["pytest>=8", "mypy", {include-group = "lint"}]
lint = ["ruff"]
"""

ORPHAN = """
[[package]]
name = "evil-package"
version = "1.0"
source = { registry = "%s" }
sdist = { url = "https://files.example.com/evil_package-1.0.tar.gz", hash = "sha256:%s", size = 1 }
""" % (INDEX, EVIL)

FILE_LINE = r'(\n    \{ url = "https://)([^/"]+)(/[^"]*/)(idna-[^"]*\.whl)(", hash = "sha256:)([0-9a-f]{64})"'

UV = [
    ("hash of a wheel", once(FILE_LINE, rf"\1\2\3\4\g<5>{EVIL}" + '"'), "hash-changed"),
    ("hash dropped", once(r'(idna-[^"]*\.whl"), hash = "[^"]*"', r"\1"), "hash-removed"),
    ("hash emptied", once(r'(idna-[^"]*\.whl", hash = ")[^"]*"', r'\1sha256:"'), "hash-malformed"),
    ("hash cut off", once(r'(idna-[^"]*\.whl", hash = "sha256:.{20})[^"]*"', r'\1"'), "hash-malformed"),
    ("weaker hash", once(r'(idna-[^"]*\.whl", hash = ")[^"]*"', r'\1md5:' + "a" * 32 + '"'), "hash-weakened"),
    ("second hash", once(r'(\n    \{ url = "[^"]*idna-[^"]*\.whl", hash = "sha256:)[0-9a-f]{64}("[^\n]*)',
                         lambda found: found.group(0) + found.group(1) + EVIL + found.group(2)), "hash-conflict"),
    ("all files dropped", once(r'(name = "idna"\nversion[^\n]*\nsource[^\n]*\n).*?(\n\[\[package)', r"\1\2"),
     "hash-removed"),
    ("host", once(FILE_LINE, r"\1files.example.net\3\4\5\6" + '"'), "source-unknown-host"),
    ("user info", once(FILE_LINE, r"\1\2@files.example.net\3\4\5\6" + '"'), "source-deceptive"),
    ("http", once(r'(\n    \{ url = "http)s(://[^"]*idna-[^"]*\.whl)', r"\1\2"), "source-insecure"),
    ("another package's file", once(FILE_LINE, r"\1\2\3evil-3.6-py3-none-any.whl\5\6" + '"'), "source-mismatch"),
    ("another version's file", once(r'idna-([0-9.]*)(-[^"/]*\.whl")', r'idna-3.1\2'), "source-mismatch"),
    ("registry", once(r'(name = "idna"\nversion[^\n]*\nsource = \{ registry = ")[^"]*', r"\1https://files.example.net/simple"),
     "source-unknown-host"),
    ("orphan", lambda text: text + ORPHAN, "orphan"),
    ("orphan that is resolved to", lambda text: once(
        r'(name = "big-project"[^\[]*?dependencies = \[\n)', r'\1    { name = "evil-package" },\n')(text + ORPHAN), "orphan"),
    ("requirement", lambda text: once(r"(requires-dist = \[\n)", r'\1    { name = "evil-package" },\n')(text + ORPHAN),
     "manifest-mismatch"),
    ("range", once(r'(name = "idna", specifier = ")<3.7', r"\1<4"), "manifest-mismatch"),
]


def uv():
    place = folder("uv-project", pyproject__toml=PROJECT)
    lock = os.path.join(place, "uv.lock")
    done = tool("tools/bin/uv", "lock", "-q", cwd=place)
    check("uv locks", done is not None and done.returncode == 0, done.stderr if done else "")
    files = {"pyproject.toml": PROJECT, "uv.lock": read(lock)}
    listed, rows = pins("uv-lock", lock)
    exported = tool("tools/bin/uv", "export", "-q", "--all-extras", "--all-groups", "--no-hashes", "--no-emit-project", cwd=place).stdout
    check("uv export lists what the reader lists", listed - {("big-project", "0.1.0")} == requirements(exported),
          str((listed ^ requirements(exported)))[:300])
    check("at least 200 packages", len(listed) >= 200, str(len(listed)))
    hashed = tool("tools/bin/uv", "export", "-q", "--all-extras", "--all-groups", "--no-emit-project", cwd=place).stdout
    check("the hashes are uv export's", set(re.findall(r"sha256:[0-9a-f]{64}", hashed)) ==
          {digest for row in rows if row[2] for digest in row[5].split()})
    honest("a new lock", {"pyproject.toml": PROJECT}, files)
    honest("the same", files, {**files, "uv.lock": files["uv.lock"].replace("    { url", "  { url")})
    write(os.path.join(place, "pyproject.toml"), PROJECT.replace("idna<3.7", "idna"))
    tool("tools/bin/uv", "lock", "-q", "--upgrade-package", "idna", cwd=place)
    honest("uv lock --upgrade-package", files,
           {"pyproject.toml": PROJECT.replace("idna<3.7", "idna"), "uv.lock": read(lock)})
    fewer = once(r"\n    \{ url = [^\n]*charset_normalizer-[^\n]*", "")(files["uv.lock"])
    honest("an added wheel", {**files, "uv.lock": fewer}, files)
    for name, change, rule in UV:
        tampered(f"uv: {name}", files, "uv.lock", change, rule)
    uv_export(place, files)


def uv_revision():
    place = folder("uv-old", pyproject__toml=SMALL)
    if tool("uv5/bin/uv", "lock", "-q", cwd=place) is None:
        print("left out: an older uv")
        return
    old = read(os.path.join(place, "uv.lock"))
    tool("tools/bin/uv", "lock", "-q", "--upgrade", cwd=place)
    new = read(os.path.join(place, "uv.lock"))
    check("a newer revision", old != new and "revision" in new)
    honest("uv lock by a newer uv", {"pyproject.toml": SMALL, "uv.lock": old}, {"pyproject.toml": SMALL, "uv.lock": new})


# --- what uv exports: pylock.toml and requirements.txt ----------------------------------------------

PYLOCK_FILE = r'(url = "https://)([^/"]+)(/[^"]*/)(idna-[^"]*\.whl)("[^\n]*?sha256 = ")([0-9a-f]{64})'

PYLOCK = [
    ("hash", once(PYLOCK_FILE, rf"\1\2\3\4\g<5>{EVIL}"), "hash-changed"),
    ("hash dropped", once(r'(url = "[^"]*idna-[^"]*\.whl"[^\n]*?), hashes = \{[^}]*\}', r"\1"), "hash-removed"),
    ("hash cut off", once(r'(idna-[^"]*\.whl"[^\n]*?sha256 = "[0-9a-f]{20})[0-9a-f]*', r"\1"), "hash-malformed"),
    ("weaker hash", once(r'(idna-[^"]*\.whl"[^\n]*?)sha256 = "[0-9a-f]{64}', r'\1md5 = "' + "a" * 32), "hash-weakened"),
    ("host", once(PYLOCK_FILE, r"\1files.example.net\3\4\5\6"), "source-unknown-host"),
    ("user info", once(PYLOCK_FILE, r"\1\2@files.example.net\3\4\5\6"), "source-deceptive"),
    ("another package's file", once(PYLOCK_FILE, r"\1\2\3evil-3.6-py3-none-any.whl\5\6"), "source-mismatch"),
    ("index", once(r'(name = "idna"\nversion[^\n]*\n(?:marker[^\n]*\n)?index = ")[^"]*', r"\1https://files.example.net/simple"),
     "source-unknown-host"),
]

PINNED = r"(\nidna==[^ \\\n]*)( ;[^\\\n]*)? \\\n((?:    --hash=[^\n]*\n)+)"

REQUIREMENTS = [
    ("hashes swapped", once(PINNED, rf"\1 \\\n    --hash=sha256:{EVIL}\n"), "hash-changed"),
    ("hashes dropped", once(PINNED, r"\1\n"), "hash-removed"),
    ("weaker hash", once(PINNED, r"\1 --hash=md5:" + "a" * 32 + "\n"), "hash-weakened"),
    ("hash cut off", once(r"(\nidna==[^\n]*\n    --hash=sha256:[0-9a-f]{10})[0-9a-f]*", r"\1"), "hash-malformed"),
    ("version opened", once(r"\nidna==([^ \\\n]*)[^\n]*\n((?:    --hash=[^\n]*\n)+)", r"\nidna>=\1\n"), "hash-missing"),
    ("URL in its place", once(PINNED, "\nidna @ https://files.example.net/idna-3.6.tar.gz\n"), "hash-removed"),
    ("new line without a hash", lambda text: text + "evil-package==1.0\n", "hash-missing"),
    ("http", lambda text: text + f"evil @ http://files.example.net/evil-1.0.zip --hash=sha256:{EVIL}\n", "source-plain"),
    ("second index", lambda text: "--extra-index-url https://files.example.net/simple\n" + text, "registry-changed"),
    ("second index, cut short", lambda text: "--extra-i=https://files.example.net/simple\n" + text, "registry-changed"),
    ("trusted host", lambda text: "--trusted-host files.example.net\n" + text, "protection-weakened"),
    ("sources only", lambda text: "--no-binary :all:\n" + text, "protection-weakened"),
]


def uv_export(place, files):
    write(os.path.join(place, "pyproject.toml"), PROJECT)
    write(os.path.join(place, "uv.lock"), files["uv.lock"])
    for form, path, kind, catalogue in (("pylock.toml", "pylock.toml", "pylock", PYLOCK),
                                        ("requirements.txt", "requirements.txt", "pip-requirements", REQUIREMENTS)):
        text = tool("tools/bin/uv", "export", "-q", "--no-emit-project", "--format", form, cwd=place).stdout
        write(os.path.join(place, path), text)
        listed, _ = pins(kind, os.path.join(place, path))
        plain = tool("tools/bin/uv", "export", "-q", "--no-hashes", "--no-emit-project", cwd=place).stdout
        check(f"{kind} lists what uv export lists", listed == requirements(plain), str(listed ^ requirements(plain))[:300])
        base = {path: text}
        if kind == "pip-requirements":
            base["other-requirements.txt"] = f"--index-url {INDEX}\n"
        honest(f"a new {path}", {}, base)
        for name, change, rule in catalogue:
            tampered(f"{kind}: {name}", base, path, change, rule)


# --- pip-tools -----------------------------------------------------------------------------------

def compile_requirements():
    place = folder("pip-tools-project", requirements__in="httpx[http2]\njinja2\n")
    return place, tool("pip-tools/bin/pip-compile", "-q", "--generate-hashes", "--strip-extras", cwd=place)


def pip_tools():
    place, done = prepared["pip-tools"].result()
    if done is None or done.returncode:
        print("left out: pip-tools", done.stderr[-300:] if done else "")
        return
    path = os.path.join(place, "requirements.txt")
    listed, rows = pins("pip-requirements", path)
    text = read(path)
    check("pip-compile's list", listed == requirements(text), str(listed))
    check("pip-compile's hashes", sum(len(row[5].split()) for row in rows) == text.count("--hash="))
    reordered = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#")) + "\n"
    honest("comments dropped", {"requirements.txt": text}, {"requirements.txt": reordered})
    fewer = once(r"\n    --hash=[^\n]*\\(?=\n    --hash)", "")(text)
    code, rules, said = judge({"requirements.txt": fewer}, {"requirements.txt": text})
    check("an added hash is told, and blocks nothing", code == 0 and rules == ["hash-added"], f"exit {code}, {rules}\n{said[:1500]}")


# --- Poetry --------------------------------------------------------------------------------------

SMALL = """[project]
name = "small"
version = "0.1.0"
requires-python = ">=3.11,<3.13"
dependencies = ["httpx[http2]>=0.27", "jinja2>=3", "idna<3.7"]

[dependency-groups]
dev = ["pytest>=8"]
"""

POETRY = f"""[tool.poetry]
name = "small"
version = "0.1.0"
description = ""
authors = ["A <a@example.com>"]

[tool.poetry.dependencies]
python = ">=3.11,<3.13"
httpx = {{version = ">=0.27", extras = ["http2"]}}
Jinja2 = "^3"
idna = "<3.7"

[tool.poetry.group.dev.dependencies]
pytest = ">=8"

[[tool.poetry.source]]
name = "own"
url = "{INDEX}"
"""

POETRY_ORPHAN = f"""[[package]]
name = "evil-package"
version = "1.0"
description = ""
optional = false
python-versions = "*"
files = [
    {{file = "evil_package-1.0.tar.gz", hash = "sha256:{EVIL}"}},
]

"""

LISTED = [
    ("hash", once(r'(file = "idna-[^"]*\.whl", hash = "sha256:)[0-9a-f]{64}', rf"\g<1>{EVIL}"), "hash-changed"),
    ("hash dropped", once(r'(file = "idna-[^"]*\.whl"), hash = "[^"]*"', r"\1"), "hash-removed"),
    ("hash cut off", once(r'(file = "idna-[^"]*\.whl", hash = "sha256:[0-9a-f]{20})[0-9a-f]*', r"\1"), "hash-malformed"),
    ("weaker hash", once(r'(file = "idna-[^"]*\.whl", hash = ")[^"]*', r"\1md5:" + "a" * 32), "hash-weakened"),
    ("files emptied", once(r'(files = \[)\n    \{file = "idna-.*?\n\]', r"\1]"), "hash-removed"),
    ("second hash", once(r'(\n    \{file = "idna-[^"]*\.whl", hash = "sha256:)[0-9a-f]{64}("[^\n]*)',
                         lambda found: found.group(0) + found.group(1) + EVIL + found.group(2)), "hash-conflict"),
]


def lock_by_poetry():
    """By Poetry 1, and then the same lock by Poetry 2."""
    place = folder("poetry-project", pyproject__toml=POETRY)
    first = tool("poetry1/bin/poetry", "lock", "-n", "-q", cwd=place)
    if first is None or first.returncode:
        return place, first, None, None
    old = read(os.path.join(place, "poetry.lock"))
    return place, first, old, tool("poetry2/bin/poetry", "lock", "-n", "-q", cwd=place)


# Poetry 1.2 downloads whole wheels to know what they need: few and small ones.
POETRY_12 = POETRY.replace('httpx = {version = ">=0.27", extras = ["http2"]}\n', "").replace('pytest = ">=8"', 'colorama = "*"')


def lock_by_poetry_12():
    """By Poetry 1.2, and then the same lock by Poetry 2."""
    place = folder("poetry-12-project", pyproject__toml=POETRY_12)
    first = tool("poetry12/bin/poetry", "lock", "-n", "-q", cwd=place)
    if first is None or first.returncode:
        return place, first, None, None
    old = read(os.path.join(place, "poetry.lock"))
    return place, first, old, tool("poetry2/bin/poetry", "lock", "-n", "-q", cwd=place)


def poetry_12():
    place, first, old, done = prepared["poetry 1.2"].result()
    if old is None:
        print("left out: Poetry 1.2", first.stderr[-300:] if first else "")
        return
    new = read(os.path.join(place, "poetry.lock"))
    check("Poetry 1.2 has its own lock-version", 'lock-version = "1.1"' in old and 'lock-version = "2.1"' in new,
          done.stderr if done else "")
    honest("Poetry 1.2 to 2", {"pyproject.toml": POETRY_12, "poetry.lock": old}, {"pyproject.toml": POETRY_12, "poetry.lock": new})


def poetry():
    place, first, old, done = prepared["poetry"].result()
    if old is None:
        print("left out: Poetry 1", first.stderr[-300:] if first else "")
        return
    lock = os.path.join(place, "poetry.lock")
    old = {"pyproject.toml": POETRY, "poetry.lock": old}
    honest("a new poetry.lock", {"pyproject.toml": POETRY}, old)
    check("Poetry 2 locks", done is not None and done.returncode == 0, done.stderr if done else "")
    files = {"pyproject.toml": POETRY, "poetry.lock": read(lock)}
    check("another lock-version", 'lock-version = "2.1"' in files["poetry.lock"])
    honest("Poetry 1 to 2", old, files)
    listed, _ = pins("poetry-lock", lock)
    shown = tool("poetry2/bin/poetry", "export", "--all-groups", "--without-hashes", cwd=place)
    check("poetry export lists what the reader lists", listed == requirements(shown.stdout),
          str(listed ^ requirements(shown.stdout)) + shown.stderr[-200:])
    fewer = once(r'\n    \{file = "markupsafe-[^\n]*', "", re.S | re.I)(files["poetry.lock"])
    honest("poetry: an added wheel", {**files, "poetry.lock": fewer}, files)
    lines = read(lock)
    # The layout of lock-version 1.1: files apart, names as the project spells them.
    moved, apart = [], []
    for package in re.split(r"(?=\[\[package\]\]|\n\[metadata\])", lines):
        found = re.search(r"\nfiles = \[\n(.*?)\n\]", package, re.S)
        name = re.search(r'name = "([^"]*)"', package)
        if found and name:
            apart.append(f"{name.group(1)} = [\n{found.group(1)}\n]")
            package = package.replace(found.group(0), "")
        moved.append(package)
    ancient = "".join(moved).replace('lock-version = "2.1"', 'lock-version = "1.1"')
    ancient += "\n[metadata.files]\n" + "\n".join(apart) + "\n"
    honest("poetry: the layout of 1.1", {**files, "poetry.lock": ancient}, files)
    for name, change, rule in LISTED:
        tampered(f"poetry: {name}", files, "poetry.lock", change, rule)
        tampered(f"poetry 1: {name}", old, "poetry.lock", change, rule)
    tampered("poetry: orphan", files, "poetry.lock", lambda text: once(r"\[\[package", POETRY_ORPHAN + "[[package")(text), "orphan")
    tampered("poetry: source", files, "poetry.lock",
             once(r'(name = "idna".*?url = ")[^"]*', r"\1https://files.example.net/simple"), "source-unknown-host")


# --- Pipenv, PDM ---------------------------------------------------------------------------------

PIPFILE = f"""[[source]]
url = "{INDEX}"
verify_ssl = true
name = "own"

[packages]
jinja2 = "*"
idna = "<3.7"

[requires]
python_version = "3"
"""

PIPENV = [
    ("hashes swapped", once(r'("idna": \{\s*"hashes": \[)[^\]]*', rf'\1"sha256:{EVIL}"'), "hash-changed"),
    ("hashes dropped", once(r'("idna": \{\s*)"hashes": \[[^\]]*\],', r"\1"), "hash-removed"),
    ("hashes emptied", once(r'("idna": \{\s*"hashes": \[)[^\]]*', r"\1"), "hash-removed"),
    ("weaker hash", once(r'("idna": \{\s*"hashes": \[)[^\]]*', r'\1"md5:' + "a" * 32 + '"'), "hash-weakened"),
    ("hash cut off", once(r'("idna": \{\s*"hashes": \[\s*"sha256:[0-9a-f]{20})[0-9a-f]*', r"\1"), "hash-malformed"),
    ("key twice", once(r'("idna": \{)', rf'"idna": {{"version": "==3.6", "hashes": ["sha256:{EVIL}"]}}, \1'), "key-doubled"),
    ("source", once(r'(\n            "url": ")[^"]*|("url": ")[^"]*', r'"url": "https://files.example.net/simple'), "registry-changed"),
    ("verification", once(r'("verify_ssl": )true', r"\1false"), "protection-weakened"),
    ("URL in its place", once(r'("idna": \{).*?(\n        \})', r'\1"file": "https://files.example.net/idna-3.6.zip"\2'), "hash-missing"),
]


def lock_by_pipenv():
    place = folder("pipenv-project", Pipfile=PIPFILE)
    return place, tool("pipenv/bin/pipenv", "lock", cwd=place)


def pipenv():
    place, done = prepared["pipenv"].result()
    if done is None or done.returncode:
        print("left out: Pipenv", done.stderr[-300:] if done else "")
        return
    lock = os.path.join(place, "Pipfile.lock")
    text = read(lock)
    files = {"Pipfile": PIPFILE, "Pipfile.lock": text}
    listed, _ = pins("pipfile-lock", lock)
    data = json.loads(text)
    check("Pipfile.lock's own list", listed == {(normal(name), entry["version"][2:]) for group in ("default", "develop")
                                               for name, entry in data[group].items()})
    honest("a new Pipfile.lock", {"Pipfile": PIPFILE}, files)
    honest("Pipfile.lock with other blanks", files, {**files, "Pipfile.lock": json.dumps(data, indent=1)})
    for name, change, rule in PIPENV:
        tampered(f"pipenv: {name}", files, "Pipfile.lock", change, rule)


def pdm():
    """PDM resolves slowly; its lock is written from Poetry's own entries in PDM's layout."""
    place = os.path.join(SCRATCH, "poetry-project", "poetry.lock")
    if not os.path.exists(place):
        return
    packages = []
    for package in read(place).split("[[package]]\n")[1:]:
        name, version = (re.search(rf'^{key} = "([^"]*)"', package, re.M).group(1) for key in ("name", "version"))
        needs = re.search(r"\[package\.dependencies\]\n(.*?)(\n\n|\n\[|$)", package, re.S)
        names = re.findall(r"^([A-Za-z0-9._-]+) = ", needs.group(1), re.M) if needs else []
        files = re.search(r"\nfiles = \[\n.*?\n\]", package, re.S).group(0)
        packages.append(f'[[package]]\nname = "{name}"\nversion = "{version}"\ngroups = ["default"]\n'
                        f"dependencies = [{', '.join(json.dumps(need) for need in names)}]{files}\n")
    head = '[metadata]\ngroups = ["default", "dev"]\nlock_version = "4.5.0"\ncontent_hash = "sha256:00"\n\n'
    files = {"pyproject.toml": SMALL, "pdm.lock": head + "\n".join(packages)}
    honest("a new pdm.lock", {"pyproject.toml": SMALL}, files)
    for name, change, rule in LISTED:
        tampered(f"pdm: {name}", files, "pdm.lock", change, rule)
    tampered("pdm: orphan", files, "pdm.lock", lambda text: text + "\n" + POETRY_ORPHAN, "orphan")


# The tools wait for the network most of the time: they lock while the gate judges.
pool = concurrent.futures.ThreadPoolExecutor()
prepared = {"pip-tools": pool.submit(compile_requirements), "poetry": pool.submit(lock_by_poetry),
            "poetry 1.2": pool.submit(lock_by_poetry_12),
            "pipenv": pool.submit(lock_by_pipenv)}
for part in (uv, uv_revision, pip_tools, poetry, pipenv, pdm, poetry_12):
    started = time.monotonic()
    part()
    spent(part.__name__, started)
print(f"{counts['passed']} passed, {counts['failed']} failed")
sys.exit(counts["failed"] != 0)
