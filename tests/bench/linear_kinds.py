# SPDX-License-Identifier: Apache-2.0
"""What linear.py counts: changes of n things of one kind, each a list of commits of files.

A kind is a function of n that returns commits, each a dict of path -> bytes, text, Link, or None (deleted); the first one is the base and the last one
the head. Nothing here is random, and no host is one that exists."""
import base64
import hashlib
import io
import json
import random
import tarfile

HOST = "https://registry.example.test"
KINDS = {}


class Link(str):
    """A symbolic link to this."""


class Kind:
    def __init__(self, make, n, exit_code, check, arguments, quick):
        self.make, self.n, self.exit_code, self.check, self.arguments, self.quick = make, n, exit_code, check, arguments, quick


def kind(n, exit_code=0, check="dependencies", arguments=(), quick=0):
    """n: how many where all kinds are counted; quick: how many in the suite's own test, 0: not in it."""
    def add(make):
        KINDS[make.__name__.replace("_", "-")] = Kind(make, n, exit_code, check, arguments, quick)
        return make
    return add


def sri(text):
    return "sha512-" + base64.b64encode(hashlib.sha512(text.encode() if isinstance(text, str) else text).digest()).decode()


def sha256(text):
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def sha1(text):
    return hashlib.sha1(text.encode()).hexdigest()


def policy(text):
    return {".seamgate.yml": "version: 1\n" + text}


# --- locks of one entry for each package -----------------------------------------------------------------------------------------


def npm_manifest(n):
    return json.dumps({"name": "app", "version": "1.0.0", "dependencies": {f"pkg-{i}": "^1.0.0" for i in range(n)}})


def npm_entries(n, version):
    return {f"node_modules/pkg-{i}": {"version": version, "resolved": f"{HOST}/pkg-{i}/-/pkg-{i}-{version}.tgz", "integrity": sri(f"{i}-{version}")}
            for i in range(n)}


def npm_lock(n, entries):
    root = {"": {"name": "app", "version": "1.0.0", "dependencies": {f"pkg-{i}": "^1.0.0" for i in range(n)}}}
    return json.dumps({"name": "app", "version": "1.0.0", "lockfileVersion": 3, "requires": True, "packages": {**root, **entries}}, indent=1)


def npm_files(n, version):
    return {"package.json": npm_manifest(n), "package-lock.json": npm_lock(n, npm_entries(n, version))}


def yarn_files(n, version):
    lines = ["# yarn lockfile v1\n"]
    for i in sorted(range(n), key=str):
        lines.append(f'\npkg-{i}@^1.0.0:\n  version "{version}"\n  resolved "{HOST}/pkg-{i}/-/pkg-{i}-{version}.tgz#{sha1(str(i))}"\n'
                     f'  integrity {sri(f"{i}-{version}")}\n')
    return {"package.json": npm_manifest(n), "yarn.lock": "".join(lines)}


def pnpm_lock(n, version):
    lines = ["lockfileVersion: '9.0'\n\nsettings:\n  autoInstallPeers: true\n  excludeLinksFromLockfile: false\n\nimporters:\n\n  .:\n    dependencies:\n"]
    lines += [f"      pkg-{i}:\n        specifier: ^1.0.0\n        version: {version}\n" for i in range(n)]
    lines += ["\npackages:\n"] + [f"\n  pkg-{i}@{version}:\n    resolution: {{integrity: {sri(f'{i}-{version}')}}}\n" for i in range(n)]
    lines += ["\nsnapshots:\n"] + [f"\n  pkg-{i}@{version}: {{}}\n" for i in range(n)]
    return "".join(lines)


def pnpm_files(n, version):
    return {"package.json": npm_manifest(n), "pnpm-lock.yaml": pnpm_lock(n, version)}


def composer_files(n, version):
    packages = [{"name": f"v/p{i}", "version": version, "type": "library",
                 "dist": {"type": "zip", "url": f"https://code.example.test/v/p{i}/{sha1(str(i))}.zip", "reference": sha1(str(i)), "shasum": sha1(version)}}
                for i in range(n)]
    return {"composer.lock": json.dumps({"content-hash": "0" * 32, "packages": packages, "packages-dev": []}, indent=1)}


def cargo_files(n, version):
    entries = [f'[[package]]\nname = "p{i}"\nversion = "{version}"\nsource = "registry+https://index.example.test/crates"\n'
               f'checksum = "{sha256(f"{i}{version}")}"\n\n' for i in range(n)]
    needs = ", ".join(f'"p{i}"' for i in range(n))
    return {"Cargo.lock": f'version = 4\n\n[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = [{needs}]\n\n' + "".join(entries),
            "Cargo.toml": '[package]\nname = "app"\nversion = "0.1.0"\n\n[dependencies]\n' + "".join(f'p{i} = "1"\n' for i in range(n))}


def go_files(n, version):
    digest = lambda text: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()  # noqa: E731
    return {"go.mod": "module a.example/m\n\ngo 1.21\n\nrequire (\n" + "".join(f"\texample.org/m{i} v{version}\n" for i in range(n)) + ")\n",
            "go.sum": "".join(f"example.org/m{i} v{version}{what} h1:{digest(f'{i}{version}{what}')}\n" for i in range(n) for what in ("", "/go.mod")),
            "main.go": "package main\n"}


def gem_files(n, version):
    return {"Gemfile": f'source "{HOST}"\n' + "".join(f'gem "g{i}"\n' for i in range(n)),
            "Gemfile.lock": f"GEM\n  remote: {HOST}/\n  specs:\n" + "".join(f"    g{i} ({version})\n" for i in range(n)) +
            "\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n" + "".join(f"  g{i}\n" for i in range(n)) + "\nCHECKSUMS\n" +
            "".join(f"  g{i} ({version}) sha256={sha256(f'{i}{version}')}\n" for i in range(n)) + "\nBUNDLED WITH\n   2.6.2\n"}


def uv_files(n, version):
    entries = [f'[[package]]\nname = "p{i}"\nversion = "{version}"\nsource = {{ registry = "{HOST}/simple" }}\n'
               f'wheels = [{{ url = "{HOST}/p{i}-{version}-py3-none-any.whl", hash = "sha256:{sha256(f"{i}{version}")}", size = 1 }}]\n\n' for i in range(n)]
    needs = ", ".join(f'{{ name = "p{i}" }}' for i in range(n))
    asked = ", ".join(f'"p{i}"' for i in range(n))
    return {"uv.lock": 'version = 1\nrequires-python = ">=3.11"\n\n' + "".join(entries) +
            f'[[package]]\nname = "app"\nversion = "0.1.0"\nsource = {{ virtual = "." }}\ndependencies = [{needs}]\n',
            "pyproject.toml": f'[project]\nname = "app"\nversion = "0.1.0"\nrequires-python = ">=3.11"\ndependencies = [{asked}]\n'}


def poetry_files(n, version):
    entries = [f'[[package]]\nname = "p{i}"\nversion = "{version}"\ndescription = ""\noptional = false\npython-versions = "*"\n'
               f'files = [{{file = "p{i}-{version}-py3-none-any.whl", hash = "sha256:{sha256(f"{i}{version}")}"}}]\n\n' for i in range(n)]
    return {"poetry.lock": "".join(entries) + f'[metadata]\nlock-version = "2.1"\npython-versions = "*"\ncontent-hash = "{sha256(version)}"\n'}


def requirements_files(n, version):
    return {"requirements.txt": "".join(f"p{i}=={version} --hash=sha256:{sha256(f'{i}{version}')}\n" for i in range(n))}


def nuget_files(n, version):
    pins = {f"P{i}": {"type": "Direct", "requested": f"[{version}, )", "resolved": version, "contentHash": sri(f"{i}{version}")[7:]} for i in range(n)}
    return {"packages.lock.json": json.dumps({"version": 1, "dependencies": {"net8.0": pins}}, indent=1)}


def gradle_files(n, version):
    entries = "".join(f'<component group="g" name="a{i}" version="{version}"><artifact name="a{i}-{version}.jar">'
                      f'<sha256 value="{sha256(f"{i}{version}")}" origin="here"/></artifact></component>\n' for i in range(n))
    return {"gradle/verification-metadata.xml": '<?xml version="1.0" encoding="UTF-8"?>\n<verification-metadata>\n<configuration>'
            f"<verify-metadata>true</verify-metadata></configuration>\n<components>\n{entries}</components>\n</verification-metadata>\n"}


def maven_files(n, version):
    own = "".join(f"<v{i}.version>{version}</v{i}.version>" for i in range(n))
    asked = "".join(f"<dependency><groupId>g</groupId><artifactId>a{i}</artifactId><version>${{v{i}.version}}</version></dependency>\n" for i in range(n))
    return {"pom.xml": "<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>app</artifactId><version>1</version>\n"
            f"<properties>{own}</properties>\n<dependencies>\n{asked}</dependencies>\n</project>\n"}


def terraform_files(n, version):
    entries = "".join(f'provider "{HOST[8:]}/acme/p{i}" {{\n  version = "{version}"\n  hashes = [\n'
                      f'    "zh:{sha256(f"{i}{version}")}",\n  ]\n}}\n\n' for i in range(n))
    return {".terraform.lock.hcl": entries}


def workflow_files(n, version):
    return {".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n" +
            "".join(f"      - uses: acme/a{i}@{sha1(f'{i}{version}')}\n" for i in range(n))}


def docker_files(n, version):
    return {"Dockerfile": "".join(f"FROM {HOST[8:]}/p{i}:{version}@sha256:{sha256(f'{i}{version}')} AS s{i}\n" for i in range(n))}


def submodule_files(n, version):
    return {".gitmodules": "".join(f'[submodule "s{i}"]\n\tpath = s{i}\n\turl = {HOST}/s{i}-{version}.git\n' for i in range(n))}


def gradle_lock_files(n, version):
    return {"gradle.lockfile": "".join(f"g:a{i}:{version}=runtimeClasspath\n" for i in range(n)) + "empty=\n"}


LOCKS = {"npm": npm_files, "yarn1": yarn_files, "pnpm": pnpm_files, "composer": composer_files, "cargo": cargo_files, "go": go_files, "gem": gem_files,
         "uv": uv_files, "poetry": poetry_files, "requirements": requirements_files, "nuget": nuget_files, "gradle": gradle_files, "maven": maven_files,
         "terraform": terraform_files, "workflow": workflow_files, "docker": docker_files, "submodules": submodule_files, "gradle-lock": gradle_lock_files}


def locks(name, files):
    def make(n):
        yield files(n, "1.0.0")
        yield files(n, "1.0.1")
    make.__name__ = "lock-" + name
    kind(300, quick=QUICK_LOCKS.get(name, 0))(make)


QUICK_LOCKS = {"npm": 100, "submodules": 150}


for lock, files_of in LOCKS.items():
    locks(lock, files_of)

# --- what is kept beside a lock --------------------------------------------------------------------------------------------------


def kept(n, version, code, folder="node_modules/"):
    files = {}
    for i in range(n):
        files[f"{folder}pkg-{i}/package.json"] = json.dumps({"name": f"pkg-{i}", "version": version})
        files[f"{folder}pkg-{i}/index.js"] = f"module.exports={i}{code}\n"
    return files


@kind(500, exit_code=1)
def kept_edited(n):
    yield {**npm_files(n, "1.0.0"), **kept(n, "1.0.0", "")}
    yield kept(n, "1.0.0", ";evil()")


@kind(500)
def kept_bumped(n):
    yield {**npm_files(n, "1.0.0"), **kept(n, "1.0.0", "")}
    yield {**npm_files(n, "1.0.1"), **kept(n, "1.0.1", ";")}


@kind(500)
def kept_bumped_yarn(n):
    yield {**yarn_files(n, "1.0.0"), **kept(n, "1.0.0", "")}
    yield {**yarn_files(n, "1.0.1"), **kept(n, "1.0.1", ";")}


@kind(500)
def kept_twice(n):
    entries = npm_entries(n, "1.0.0")
    yield {**npm_files(n, "1.0.0"), **kept(n, "1.0.0", "")}
    twins = {}
    for i in range(n):
        inner = f"node_modules/pkg-{(i + 1) % n}/node_modules/"
        entries[inner + f"pkg-{i}"] = entries[f"node_modules/pkg-{i}"]
        twins[inner + f"pkg-{i}/package.json"] = json.dumps({"name": f"pkg-{i}", "version": "1.0.0"})
        twins[inner + f"pkg-{i}/index.js"] = f"module.exports={i}\n"
    yield {"package-lock.json": npm_lock(n, entries), **twins}


@kind(500, exit_code=1)
def kept_bin(n):
    bins = lambda text: {f"node_modules/pkg-{i}/node_modules/.bin/x": text for i in range(n)}  # noqa: E731
    yield {**npm_files(n, "1.0.0"), **kept(n, "1.0.0", ""), **bins("a")}
    yield bins("b")


@kind(300)
def kept_pnpm(n):
    def store(version, gone=None):
        files = {}
        for i in range(n):
            inner = lambda which: f"node_modules/.pnpm/pkg-{i}@{which}/node_modules/pkg-{i}/"  # noqa: E731, B023
            files[inner(version) + "package.json"] = json.dumps({"name": f"pkg-{i}", "version": version})
            files[inner(version) + "index.js"] = "x" + version
            if gone:
                files[inner(gone) + "package.json"] = files[inner(gone) + "index.js"] = None
            files[f"node_modules/pkg-{i}"] = Link(f".pnpm/pkg-{i}@{version}/node_modules/pkg-{i}")
        return files
    yield {**pnpm_files(n, "1.0.0"), **store("1.0.0")}
    yield {**pnpm_files(n, "1.0.1"), **store("1.0.1", "1.0.0")}


@kind(500, exit_code=1)
def kept_composer(n):
    code = lambda text: {f"vendor/v/p{i}/a.php": "<?php" + text for i in range(n)}  # noqa: E731
    yield {**composer_files(n, "1.0.0"), **code("")}
    yield code(" evil();")


@kind(500)
def kept_members(n):
    """A kept package.json with very many members, of which each is another value."""
    manifest = lambda version: {"node_modules/pkg-0/package.json": json.dumps({"name": "pkg-0", "version": version, **{f"x{i}": i for i in range(n)}})}  # noqa: E731
    yield {**npm_files(1, "1.0.0"), **manifest("1.0.0")}
    yield {**npm_files(1, "1.0.1"), **manifest("1.0.1")}


def crate_sums(n, text):
    files = {f"vendor/p/f{i}.rs": f"{text} {i}" for i in range(n)}
    files["vendor/p/.cargo-checksum.json"] = json.dumps({"files": {f"f{i}.rs": sha256(f"{text} {i}") for i in range(n)}, "package": sha256("0" + text)})
    return files


@kind(500)
def list_of_checksums(n):
    yield {**cargo_files(1, "1.0.0"), **crate_sums(n, "1.0.0")}
    yield {**cargo_files(1, "1.0.1"), **crate_sums(n, "1.0.1")}


@kind(300, quick=200)
def lists_of_checksums(n):
    def crates(version):
        files = {}
        for i in range(n):
            files[f"vendor/p{i}/lib.rs"] = f"// {i} {version}"
            files[f"vendor/p{i}/.cargo-checksum.json"] = json.dumps({"files": {"lib.rs": sha256(f"// {i} {version}")}, "package": sha256(f"{i}{version}")})
        return files
    yield {**cargo_files(n, "1.0.0"), **crates("1.0.0")}
    yield {**cargo_files(n, "1.0.1"), **crates("1.0.1")}


@kind(500)
def sums_file(n):
    """A list as sha256sum writes it, and all that it lists."""
    def listed(text):
        return {**{f"tools/f{i}": f"{text}{i}" for i in range(n)}, "tools/SHA256SUMS": "".join(f"{sha256(f'{text}{i}')}  f{i}\n" for i in range(n))}
    yield listed("a")
    yield listed("b")


def archive(i, version):
    data = json.dumps({"name": f"pkg-{i}", "version": version}).encode()
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as tar:
        member = tarfile.TarInfo("package/package.json")
        member.size = len(data)
        tar.addfile(member, io.BytesIO(data))
    return out.getvalue()


def mirrored(n, version, source):
    entries, files = npm_entries(n, version), {}
    for i in range(n):
        data = archive(i, version)
        files[f"mirror/pkg-{i}-{version}.tgz"] = data
        entries[f"node_modules/pkg-{i}"].update(integrity=sri(data), **({"resolved": source(i, version)} if source else {}))
    return {"package.json": npm_manifest(n), "package-lock.json": npm_lock(n, entries), **files}


@kind(300, quick=80)
def archives(n):
    yield mirrored(n, "1.0.0", None)
    yield mirrored(n, "1.0.1", None)


@kind(300)
def archives_by_path(n):
    source = lambda i, version: f"file:mirror/pkg-{i}-{version}.tgz"  # noqa: E731
    yield mirrored(n, "1.0.0", source)
    yield mirrored(n, "1.0.1", source)


@kind(300)
def archives_new(n):
    yield {"package.json": npm_manifest(n), "README": "x"}
    yield mirrored(n, "1.0.1", None)


@kind(500)
def archives_of_python(n):
    def wheels(version):
        return {**requirements_files(n, version), **{f"wheels/p{i}-{version}-py3-none-any.whl": f"{i}{version}" for i in range(n)}}
    yield wheels("1.0.0")
    yield wheels("1.0.1")


@kind(500)
def archives_of_cargo(n):
    def crates(version):
        return {**cargo_files(n, version), **{f"mirror/p{i}-{version}.crate": f"{i}{version}" for i in range(n)}}
    yield crates("1.0.0")
    yield crates("1.0.1")


@kind(1000, quick=140)
def pointers(n):
    def lfs(version):
        return {f"data/f{i}.bin": f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256(f'{i}{version}')}\nsize {100 + i}\n" for i in range(n)}
    yield {".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n", **lfs("0")}
    yield lfs("1")


@kind(1000)
def pointers_of_dvc(n):
    def outs(version):
        return {f"data/f{i}.csv.dvc": f"outs:\n- md5: {sha256(f'{i}{version}')[:32]}\n  size: 10\n  hash: md5\n  path: f{i}.csv\n" for i in range(n)}
    yield {"README": "x", **outs("0")}
    yield outs("1")


@kind(500, quick=200)
def kept_go(n):
    def vendor(version):
        modules = "".join(f"# example.org/m{i} v{version}\n## explicit; go 1.21\nexample.org/m{i}\n" for i in sorted(range(n), key=str))
        return {"vendor/modules.txt": modules, **{f"vendor/example.org/m{i}/a.go": "package m // " + version for i in range(n)}}
    yield {**go_files(n, "1.0.0"), **vendor("1.0.0")}
    yield {**go_files(n, "1.0.1"), **vendor("1.0.1")}


@kind(300)
def aliases(n):
    """Packages of pnpm's that are called otherwise than they are."""
    def files(version):
        asked = {f"other-{i}": f"npm:pkg-{i}@^1.0.0" for i in range(n)}
        lock = pnpm_lock(n, version).split("\npackages:\n")
        importers = "".join(f"      other-{i}:\n        specifier: npm:pkg-{i}@^1.0.0\n        version: pkg-{i}@{version}\n" for i in range(n))
        head = lock[0].split("    dependencies:\n")[0] + "    dependencies:\n"
        return {"package.json": json.dumps({"name": "app", "version": "1.0.0", "dependencies": asked}),
                "pnpm-lock.yaml": head + importers + "\npackages:\n" + lock[1]}
    yield files("1.0.0")
    yield files("1.0.1")


@kind(300)
def lock_files(n):
    """So many projects, each with a lock of its own."""
    def projects(version):
        return {f"services/s{i}/{name}": text for i in range(n) for name, text in npm_files(2, version).items()}
    yield projects("1.0.0")
    yield projects("1.0.1")

# --- secrets ---------------------------------------------------------------------------------------------------------------------

BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
DASHES = "-" * 5
WORDS = "read the list of what was asked and return its sum or an error when the total is over limit".split()


def key(i):
    """Put together here, so that no key stands in the sources."""
    chance = random.Random(i)
    return "".join(("AK", "IA", *(chance.choice(BASE32) for _ in range(16))))


def prose(n, seed=0):
    """n lines of a source file."""
    chance = random.Random(seed)
    return "".join(f"\tint {chance.choice(WORDS)}_{i} = {chance.choice(WORDS)}({i}, \"{' '.join(chance.choices(WORDS, k=5))}\");\n" for i in range(n))


def added(files):
    """A change that adds these files."""
    return [{"README": "x"}, files]


@kind(4000, check="secrets", quick=1000)
def secret_long_file(n):
    return added({"a.c": prose(n)})


@kind(4000, check="secrets")
def secret_long_file_edited(n):
    """Every second line is another one."""
    lines, others = prose(n).splitlines(True), prose(n, 1).splitlines(True)
    return [{"a.c": "".join(lines)}, {"a.c": "".join(line if i % 2 else other for i, (line, other) in enumerate(zip(lines, others)))}]


@kind(2000, check="secrets")
def secret_long_line(n):
    return added({"a.js": prose(n).replace("\n", " ")})


@kind(4000, check="secrets")
def secret_long_word(n):
    return added({"a.txt": "x=" + sha256("a") * n})


@kind(1000, check="secrets")
def secret_small_files(n):
    return added({f"src/f{i}.c": prose(4, i) for i in range(n)})


@kind(1000, exit_code=1, check="secrets", quick=200)
def secret_findings(n):
    return added({"keys.env": "".join(f"KEY_{i}={key(i)}\n" for i in range(n))})


@kind(1000, exit_code=1, check="secrets")
def secret_findings_on_a_line(n):
    return added({"keys.env": " ".join(key(i) for i in range(n))})


@kind(1000, exit_code=1, check="secrets")
def secret_findings_in_files(n):
    return added({f"e/f{i}.env": f"KEY={key(i)}\n" for i in range(n)})


@kind(1000, check="secrets")
def secret_known(n):
    """Every key was there before, in another order."""
    lines = [f"KEY_{i}={key(i)}\n" for i in range(n)]
    return [{"keys.env": "".join(lines)}, {"keys.env": "".join(reversed(lines))}]


@kind(1000, check="secrets")
def secret_moved(n):
    """Every key was there before, in a file that was moved and edited."""
    return [{f"a/f{i}.env": f"KEY={key(i)}\n" for i in range(n)},
            {**{f"a/f{i}.env": None for i in range(n)}, **{f"b/f{i}.env": f"KEY={key(i)}\n#\n" for i in range(n)}}]


@kind(1000, exit_code=1, check="secrets")
def secret_one_key(n):
    return added({"keys.env": "".join(f"KEY_{i}={key(1)}\n" for i in range(n))})


@kind(1000, check="secrets")
def secret_headers(n):
    """Private keys that begin and never end."""
    return added({"a.pem": f"{DASHES}BEGIN RSA PRIVATE KEY{DASHES}\n" * n})


@kind(500, check="secrets")
def secret_private_keys(n):
    body = "\n".join(base64.b64encode(hashlib.sha512(bytes([i])).digest()).decode()[:64] for i in range(12))
    return added({"a.pem": f"{DASHES}BEGIN RSA PRIVATE KEY{DASHES}\n{body}\n{DASHES}END RSA PRIVATE KEY{DASHES}\n" * n})


@kind(2000, check="secrets")
def secret_joined(n):
    """One literal of many pieces."""
    return added({"a.py": "a = (" + " +\n  ".join(f'"{sha1(str(i))[:8]}"' for i in range(n)) + ")\n"})


@kind(2000, check="secrets")
def secret_quotes(n):
    """Literals that begin and never end."""
    return added({"a.py": "a = \"b' " * n})


@kind(500, exit_code=1, check="secrets", quick=100)
def secret_encoded(n):
    """Keys in base64, each by itself."""
    return added({"a.txt": "".join(base64.b64encode(f"the key is {key(i)} and more".encode()).decode() + "\n" for i in range(n))})


@kind(1000, check="secrets")
def secret_encoded_deeply(n):
    """Text in base64 in base64 in base64 in base64."""
    text = prose(n).encode()
    for _ in range(4):
        text = base64.b64encode(text)
    return added({"a.txt": text})


@kind(2000, check="secrets")
def secret_escapes(n):
    return added({"a.js": "a = '" + "".join(f"\\x{ord(WORDS[i % 18][0]):02x}\\u00{ord('a') + i % 26:02x}%{ord('b'):02x}" for i in range(n)) + "'\n"})


@kind(500, check="secrets")
def secret_members(n):
    """An archive of many members."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as tar:
        for i in range(n):
            member = tarfile.TarInfo(f"src/f{i}.c")
            data = prose(4, i).encode()
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return added({"a.tar.gz": out.getvalue()})


@kind(500, check="secrets")
def secret_notebook(n):
    cells = [{"cell_type": "code", "source": prose(2, i).splitlines(True), "outputs": [], "metadata": {}, "execution_count": i} for i in range(n)]
    return added({"a.ipynb": json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)})


def own_rules(n):
    rule = lambda i: (f"  - id: secrets/own-{i}\n    title: a token\n    severity: error\n    confidence: high\n    why: because\n    remedy: revoke it\n"  # noqa: E731
                      f"    pattern: '\\b(own{i}_[A-Za-z0-9]{{32}})\\b'\n    keywords: [own{i}_]\n    hit: [\"own{i}_{{{{base62:32}}}}\", \"a own{i}_{{{{base62:32}}}}\"]\n"
                      f"    miss: [\"own{i}_{{{{base62:31}}}}\", \"xown{i}_{{{{base62:32}}}}\"]\n")
    return "rules:\n" + "".join(rule(i) for i in range(n))


@kind(400, check="secrets")
def secret_rules(n):
    """A team's rules file."""
    return [{**policy("checks:\n  secrets: {rules: [builtin, own.yml]}\n"), "own.yml": own_rules(n)}, {"a.c": prose(20)}]


@kind(400, check="secrets")
def secret_rules_that_match(n):
    """A team's rules file, and text in which each of its words is."""
    return [{**policy("checks:\n  secrets: {rules: [builtin, own.yml]}\n"), "own.yml": own_rules(n)},
            {"a.c": "".join(f"own{i}_{sha1(str(i))[:20]}\n" for i in range(n))}]


# --- what all checks stand on ----------------------------------------------------------------------------------------------------


@kind(300, check="secrets", quick=80)
def commits(n):
    yield {"README": "x"}
    for i in range(n):
        yield {f"f{i % 10}.c": prose(4, i)}


@kind(300, check="secrets")
def commits_in_folders(n):
    yield {"README": "x"}
    for i in range(n):
        yield {f"a/b{i % 4}/c{i % 16}/f.c": prose(4, i)}


@kind(1000, check="dependencies")
def files_that_are_none_of_its_kind(n):
    return added({f"src/d{i % 20}/f{i}.c": f"int a{i};\n" for i in range(n)})


@kind(1000, check="secrets")
def renames(n):
    return [{f"a/f{i}.c": prose(2, i) for i in range(n)},
            {**{f"a/f{i}.c": None for i in range(n)}, **{f"b/f{i}.c": prose(2, i) for i in range(n)}}]


@kind(1000, check="secrets")
def deletions(n):
    return [{"README": "x", **{f"a/f{i}.c": prose(2, i) for i in range(n)}}, {f"a/f{i}.c": None for i in range(n)}]


@kind(1000, check="secrets")
def one_blob(n):
    """The same bytes under many names."""
    return added({f"a/f{i}.c": prose(10) for i in range(n)})


@kind(200, check="secrets")
def deep_folder(n):
    return added({"/".join("d" * (n + 1)) + "/a.c": prose(2)})


@kind(500, check="secrets")
def ignored_paths(n):
    """Globs that a policy ignores, and a file for each."""
    globs = ", ".join(f'"third{i}/**"' for i in range(n))
    return [policy(f"paths: {{ignore: [{globs}]}}\n"), {f"src{i}/a.c": f"int a{i};\n" for i in range(200)}]


@kind(500, check="secrets")
def waivers(n):
    """Waivers of a policy, none of which is of what is found."""
    one = lambda i: (f'  - {{rule: secrets/aws-access-key-id, fingerprint: "{sha256(str(i))}", reason: "published", owner: "@security", '  # noqa: E731
                     "expires: 2999-01-31}\n")
    return [policy("waivers:\n" + "".join(one(i) for i in range(n))), {"a.c": prose(20)}]


@kind(300, exit_code=1, check="secrets")
def waivers_and_findings(n):
    one = lambda i: (f'  - {{rule: secrets/aws-access-key-id, fingerprint: "{sha256(str(i))}", reason: "published", owner: "@security", '  # noqa: E731
                     "expires: 2999-01-31}\n")
    return [policy("waivers:\n" + "".join(one(i) for i in range(n))), {"keys.env": "".join(f"KEY_{i}={key(i)}\n" for i in range(n))}]


@kind(500, check="secrets")
def policy_edited(n):
    """A policy of many entries, each of which is another one at the head."""
    globs = lambda word: "paths: {ignore: [" + ", ".join(f'"{word}{i}/**"' for i in range(n)) + "]}\n"  # noqa: E731
    return [policy(globs("a")), {**policy(globs("b")), "a.c": prose(2)}]


@kind(2000, check="secrets")
def message(n):
    """A commit's message of many lines: a path of nothing is the message."""
    return [{"README": "x"}, {"": prose(n), "a.c": "int a;\n"}]


@kind(2000, check="secrets")
def folders_left_alone(n):
    return [{f"d{i}/e/f.c": f"int a{i};\n" for i in range(n)}, {"d0/e/f.c": prose(2000)}]


REPORTS = ("human", "json", "sarif", "github", "gitlab-code-quality", "gitlab-secret-detection", "junit", "markdown", "html", "ndjson")


def reports(name):
    def make(n):
        return added({"keys.env": "".join(f"KEY_{i}={key(i)}\n" for i in range(n))})
    make.__name__ = "report-" + name
    kind(500, exit_code=1, check="secrets", arguments=("--report", f"{name}=report"), quick=80 if name == "html" else 0)(make)


for report in REPORTS:
    reports(report)


@kind(300, check="secrets", arguments=("scan", "--check", "secrets", "--head", "main"))
def scan_of_a_tree(n):
    return [{f"src/d{i % 20}/f{i}.c": prose(4, i) for i in range(n)}]


@kind(300, check="secrets", arguments=("scan", "--history", "--check", "secrets"))
def scan_of_a_history(n):
    yield {"README": "x"}
    for i in range(n):
        yield {f"f{i % 10}.c": prose(4, i)}


@kind(1000, check="dependencies", arguments=("scan", "--check", "dependencies", "--head", "main", "--report", "cyclonedx=bom.json"))
def bill_of_materials(n):
    return [npm_files(n, "1.0.0")]

# --- measurements ----------------------------------------------------------------------------------------------------------------


def measured(what, files):
    """A policy of one check, at the base and at the head, and files that are others at each."""
    return [{**policy(f"pipeline: [infer, query, render]\nchecks:\n{what}"), **files(0)}, files(1)]


def run_of(side, i, *phases):
    """Milliseconds of each phase of a run, which differ by some percent from run to run and not from side to side."""
    chance = random.Random(f"{side} {i}")
    return [round(phase * chance.uniform(0.98, 1.02), 3) for phase in phases]


def runs_csv(side, rows, flows=1):
    lines = ["flow,query,render"]
    for i in range(rows):
        lines += [",".join([f"flow{flow}", *map(str, run_of(side, (i, flow), 250, 300))]) for flow in range(flows)]
    return "\n".join(lines) + "\n"


@kind(1000, check="latency", quick=200)
def latency_runs(n):
    return measured('  latency:\n    flows:\n      - name: shop\n        sources: [{format: csv, path: "runs.csv", columns: {phases: [query, render]}}]\n', lambda side: {"runs.csv": runs_csv(side, n).replace("flow0,", "").replace("flow,", "")})


@kind(100, check="latency")
def latency_flows(n):
    flows = "".join(f'      - name: f{i}\n        sources: [{{format: csv, path: "runs.csv", select: flow{i}, columns: {{flow: flow, phases: [query, render]}}}}]\n' for i in range(n))
    return measured("  latency:\n    flows:\n" + flows, lambda side: {"runs.csv": runs_csv(side, 10, n)})


@kind(200, check="latency")
def latency_files(n):
    lines = lambda side, i: json.dumps({"flow": "a", **dict(zip(("query", "render"), run_of(side, i, 250, 300)))}) + "\n"  # noqa: E731
    return measured('  latency:\n    flows:\n      - name: shop\n        sources: [{format: jsonl, path: "perf/r-*.jsonl", columns: {phases: [query, render]}}]\n',
                    lambda side: {f"perf/r-{i}.jsonl": lines(side, i) for i in range(n)})


@kind(200, check="metrics")
def metrics_of_a_file(n):
    series = "".join(f'      - {{name: s{i}, format: json, path: "m.json", select: "task{i}.wer", tolerance: 2%}}\n' for i in range(n))
    return measured("  metrics:\n    series:\n" + series, lambda side: {"m.json": json.dumps({f"task{i}": {"wer": 0.1 + side / 1e6} for i in range(n)}, indent=1)})


@kind(200, check="metrics")
def metrics_of_a_scrape(n):
    series = "".join(f'      - {{name: s{i}, format: prometheus, path: "m.prom", select: "lag_{i}", tolerance: 2%}}\n' for i in range(n))
    return measured("  metrics:\n    series:\n" + series,
                    lambda side: {"m.prom": "".join(f"# TYPE lag_{i} gauge\nlag_{i}{{partition=\"0\"}} {1000 + i + side}\n" for i in range(n))})


@kind(200, check="metrics")
def metrics_files(n):
    series = "".join(f'      - {{name: s{i}, format: json, path: "m/{i}.json", select: "wer", tolerance: 2%}}\n' for i in range(n))
    return measured("  metrics:\n    series:\n" + series, lambda side: {f"m/{i}.json": json.dumps({"wer": 0.1 + side / 1e6}) for i in range(n)})


@kind(1000, check="metrics")
def metrics_samples(n):
    return measured('  metrics:\n    series:\n      - {name: s, format: prometheus, path: "m.prom", select: lag, statistic: max, max: 1000000, hop: infer}\n',
                    lambda side: {"m.prom": "# TYPE lag gauge\n" + "".join(f'lag{{partition="{i}"}} {i + side}\n' for i in range(n))})


@kind(1000, check="freshness")
def freshness_rows(n):
    row = lambda side, i: json.dumps({"id": str(i), "hop": "infer", "event_time": 1700000000 + i, "in_time": 1700000000 + i, "out_time": 1700000001 + i + side / 1e3})  # noqa: E731
    return measured('  freshness:\n    sources:\n      - {name: s, hop: infer, format: jsonl, path: "way.jsonl", max_age: 2s, statistic: p99}\n',
                    lambda side: {"way.jsonl": "".join(row(side, i) + "\n" for i in range(n))})


@kind(200, check="freshness")
def freshness_sources(n):
    sources = "".join(f'      - {{name: s{i}, hop: infer, format: jsonl, path: "way/{i}.jsonl", max_age: 2s}}\n' for i in range(n))
    row = lambda side, i: json.dumps({"id": str(i), "hop": "infer", "event_time": 1700000000 + i, "in_time": 1700000000 + i, "out_time": 1700000001 + i + side / 1e3})  # noqa: E731
    return measured("  freshness:\n    sources:\n" + sources, lambda side: {f"way/{i}.jsonl": row(side, i) + "\n" for i in range(n)})


def amounts(side, rows, columns=1):
    chance = random.Random(side)
    return ",".join(f"c{i}" for i in range(columns)) + "\n" + "".join(
        ",".join(f"{chance.gauss(100, 10):.4f}" for _ in range(columns)) + "\n" for _ in range(rows))


@kind(2000, check="drift")
def drift_rows(n):
    return measured('  drift:\n    features:\n      - {name: c0, hop: infer, baseline: "ref.csv", current: "cur.csv", test: psi, max: 10}\n',
                    lambda side: {"ref.csv": amounts(5, n), "cur.csv": amounts(side, n)})


@kind(2000, check="drift")
def drift_categories(n):
    table = lambda side: "c0\n" + "".join(f"k{(i * 7919 + side) % n}\n" for i in range(2 * n))  # noqa: E731
    return measured('  drift:\n    features:\n      - {name: c0, hop: infer, baseline: "ref.csv", current: "cur.csv", test: jensen-shannon, max: 10}\n',
                    lambda side: {"ref.csv": table(5), "cur.csv": table(side)})


@kind(60, check="drift")
def drift_features(n):
    features = "".join(f'      - {{name: c{i}, hop: infer, baseline: "ref-{i}.csv", current: "cur-{i}.csv", column: c0, test: psi, max: 10}}\n' for i in range(n))
    return measured("  drift:\n    features:\n" + features,
                    lambda side: {name: text for i in range(n) for name, text in ((f"ref-{i}.csv", amounts(5, 200)), (f"cur-{i}.csv", amounts(side, 200)))})


def plan_of(side, n):
    leaf = lambda i: {"Node Type": "Seq Scan", "Parent Relationship": "Member", "Relation Name": f"t{i}", "Alias": f"t{i}", "Startup Cost": 0.0,  # noqa: E731
                      "Total Cost": 613.0, "Plan Rows": 300, "Plan Width": 0, "Actual Startup Time": 0.019, "Actual Total Time": 12.734 + side,
                      "Actual Rows": 300, "Actual Loops": 1, "Filter": "(kind = 3)", "Rows Removed by Filter": 27}
    return json.dumps([{"Plan": {"Node Type": "Append", "Startup Cost": 0.0, "Total Cost": 613.0 * n, "Plan Rows": 300 * n, "Plan Width": 0,
                                 "Actual Startup Time": 0.019, "Actual Total Time": 13.0 * n, "Actual Rows": 300 * n, "Actual Loops": 1,
                                 "Plans": [leaf(i) for i in range(n)]}, "Planning Time": 0.377, "Triggers": [], "Execution Time": 14.0 * n}], indent=1)


@kind(300, check="plans", quick=100)
def plan_nodes(n):
    return measured('  plans:\n    queries:\n      - {name: q, hop: query, path: "q.json"}\n', lambda side: {"q.json": plan_of(side, n)})


@kind(200, check="plans")
def plan_queries(n):
    queries = "".join(f'      - {{name: q{i}, hop: query, path: "q/{i}.json"}}\n' for i in range(n))
    return measured("  plans:\n    queries:\n" + queries, lambda side: {f"q/{i}.json": plan_of(side + i, 2) for i in range(n)})


MODEL = '  model:\n    models:\n      - name: digits\n        files: ["m.safetensors"]\n        evidence: [{format: predictions, results: "p.csv", baseline: base}]\n' \
        "        metrics: [{metric: acc, margin: 0.2}]\n        require_evidence: false\n"


def tensors(side, n):
    header, data = {}, b""
    for i in range(n):
        value = b"".join(bytes((0, 0, (16 + (k * 37 + i + side) % 64) % 128, 63)) for k in range(64))
        header[f"layer{i}.weight"] = {"dtype": "F32", "shape": [8, 8], "data_offsets": [len(data), len(data) + len(value)]}
        data += value
    names = json.dumps(header).encode()
    return len(names).to_bytes(8, "little") + names + data


def predictions(side, n, which=0):
    return "id,label,prediction\n" + "".join(f"{i},{i % 10},{(i + (random.Random(f'{which} {i}').random() < 0.1 + (i % 97 == side) / 2)) % 10}\n" for i in range(n))


@kind(2000, check="model", quick=500)
def model_predictions(n):
    return measured(MODEL, lambda side: {"m.safetensors": tensors(side, 2), "p.csv": predictions(side, n)})


@kind(300, check="model")
def model_tensors(n):
    return measured(MODEL, lambda side: {"m.safetensors": tensors(side, n), "p.csv": predictions(side, 600)})


@kind(50, check="model")
def models(n):
    text = "".join(f'      - name: m{i}\n        files: ["m/{i}.safetensors"]\n        evidence: [{{format: predictions, results: "p/{i}.csv", baseline: base}}]\n'
                   "        metrics: [{metric: acc, margin: 0.2}]\n        require_evidence: false\n" for i in range(n))
    return measured("  model:\n    models:\n" + text, lambda side: {name: data for i in range(n) for name, data in (
        (f"m/{i}.safetensors", tensors(side + i, 2)), (f"p/{i}.csv", predictions(side, 300, i)))})
