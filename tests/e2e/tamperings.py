# SPDX-License-Identifier: Apache-2.0
"""Every tampering of the catalogue, format by format, through the whole gate.

usage: tamperings.py SEAMGATE

A format is a small project (files at the base) and rows: a name, edits (path, old, new), and the rules that must block,
PASS, or INCOMPLETE. `new` None deletes the file, `old` None writes it anew. Hosts are examples, digests are made up from words.
The last line is "N passed, N failed, 0 skipped".
"""
import base64
import hashlib
import json
import os
import subprocess
import sys
import tempfile

PASS, INCOMPLETE = "pass", "incomplete"
REGISTRY = "https://registry.example.org"
EVIL = "https://evil.example"


def sri(word, name="sha512"):
    return f"{name}-" + base64.b64encode(hashlib.new(name, word.encode()).digest()).decode()


def hexed(word, name="sha256"):
    return hashlib.new(name, word.encode()).hexdigest()


def b64(word, name="sha256"):
    return base64.b64encode(hashlib.new(name, word.encode()).digest()).decode()


def commit(word):
    return hexed(word, "sha1")


FORMATS = {}


def fmt(name, files, rows):
    FORMATS[name] = (files, rows)


# ---- npm: the fourteen of the catalogue, and their honest twins ----

def npm_lock(extra=""):
    return f'''{{
  "name": "shop",
  "lockfileVersion": 3,
  "requires": true,
  "packages": {{
    "": {{
      "name": "shop",
      "dependencies": {{
        "left": "^1.0.0",
        "right": "^2.0.0"
      }}
    }},
    "node_modules/left": {{
      "version": "1.3.0",
      "resolved": "{REGISTRY}/left/-/left-1.3.0.tgz",
      "integrity": "{sri('left')}"
    }},
    "node_modules/middle": {{
      "version": "1.1.0",
      "resolved": "{REGISTRY}/middle/-/middle-1.1.0.tgz",
      "integrity": "{sri('middle')}"
    }},
    "node_modules/right": {{
      "version": "2.0.0",
      "resolved": "{REGISTRY}/right/-/right-2.0.0.tgz",
      "integrity": "{sri('right')}",
      "dependencies": {{
        "middle": "^1.0.0"
      }}
    }}{extra}
  }}
}}
'''


def npm_entry(place, name, version, word):
    return f''',
    "{place}": {{
      "version": "{version}",
      "resolved": "{REGISTRY}/{name}/-/{name}-{version}.tgz",
      "integrity": "{sri(word)}"
    }}'''


NPM = {"package-lock.json": npm_lock(),
       "package.json": '{"name": "shop", "dependencies": {"left": "^1.0.0", "right": "^2.0.0"}}\n'}
LOCK = "package-lock.json"
LEFT = f"{REGISTRY}/left/-/left-1.3.0.tgz"
fmt("npm", NPM, [
    ("1 integrity changed", [(LOCK, sri("left"), sri("evil"))], ["hash-changed"]),
    ("2 integrity removed", [(LOCK, f',\n      "integrity": "{sri("left")}"', "")], ["hash-removed"]),
    ("3 integrity empty", [(LOCK, sri("left"), "")], ["hash-malformed"]),
    ("4 sha512 to sha1", [(LOCK, sri("left"), sri("left", "sha1"))], ["hash-weakened"]),
    ("5 second sha512 appended", [(LOCK, sri("left"), sri("left") + " " + sri("evil"))], ["hash-appended"]),
    ("6 URL of another version", [(LOCK, "left-1.3.0.tgz", "left-1.1.0.tgz")], ["source-mismatch"]),
    ("7 URL of another package", [(LOCK, LEFT, f"{REGISTRY}/evil/-/evil-1.3.0.tgz")], ["source-mismatch"]),
    ("8 URL removed", [(LOCK, f'\n      "resolved": "{LEFT}",', "")], ["source-removed"]),
    ("9 another host", [(LOCK, LEFT, LEFT.replace(REGISTRY, EVIL))], ["source-unknown-host"]),
    ("10 git+ssh", [(LOCK, LEFT, f"git+ssh://git@evil.example/left.git#{commit('x')}")], ["source-unknown-host"]),
    ("11 userinfo", [(LOCK, LEFT, LEFT.replace("https://registry.example.org/", "https://registry.example.org@evil.example/"))],
     ["source-deceptive"]),
    ("12 install script", [(LOCK, f'"integrity": "{sri("left")}"', f'"integrity": "{sri("left")}",\n      "hasInstallScript": true')],
     ["install-script"]),
    ("13 orphan", [(LOCK, None, npm_lock(npm_entry("node_modules/zebra", "zebra", "1.0.0", "zebra")))], ["orphan"]),
    ("14 nested shadow", [(LOCK, None, npm_lock(npm_entry("node_modules/right/node_modules/middle", "middle", "1.0.9", "shadow")))],
     ["shadow"]),
    ("shadow of what nobody asks for", [(LOCK, None, npm_lock(npm_entry("node_modules/left/node_modules/middle", "middle", "1.0.9", "s")))],
     ["orphan"]),
    ("http", [(LOCK, LEFT, LEFT.replace("https:", "http:"))], ["source-insecure"]),
    ("punycode host", [(LOCK, LEFT, LEFT.replace("registry.example.org", "xn--rgistry-bya.example.org"))], ["source-deceptive"]),
    ("two dots", [(LOCK, LEFT, f"{REGISTRY}/left/../evil/-/left-1.3.0.tgz")], ["source-deceptive"]),
    ("base64 cut off", [(LOCK, sri("left"), sri("left")[:40])], ["hash-malformed"]),
    ("doubled key", [(LOCK, '"version": "1.3.0",', '"version": "1.3.0",\n      "version": "1.3.0",')], ["key-doubled"]),
    ("root asks for more than package.json", [(LOCK, '"left": "^1.0.0",', '"left": "^1.0.0",\n        "zebra": "^1.0.0",')],
     ["manifest-mismatch"]),
    ("cut off", [(LOCK, None, npm_lock()[:400])], INCOMPLETE),
    ("conflict marks", [(LOCK, '"requires": true', '<<<<<<< ours\n  "requires": true')], INCOMPLETE),
    ("invalid UTF-8", [(LOCK, None, npm_lock().replace("shop", "sh\udcffop"))], INCOMPLETE),
    ("reformatted", [(LOCK, None, json.dumps(json.loads(npm_lock()), indent=8, sort_keys=True))], PASS),
    ("version 2.1.0 of right", [(LOCK, "right-2.0.0.tgz", "right-2.1.0.tgz"), (LOCK, '"version": "2.0.0"', '"version": "2.1.0"'),
                                (LOCK, sri("right"), sri("right 2.1"))], PASS),
    ("sha1 to sha512", [(LOCK, "nothing", "nothing")], PASS),
    ("registry in .npmrc", [(".npmrc", None, f"registry={EVIL}/\n")], ["registry-changed"]),
    ("strict-ssl off", [(".npmrc", None, "strict-ssl=false\n")], ["protection-weakened"]),
])

# ---- a mirror that the policy declares ----
MIRROR = "https://mirror.example.org"
fmt("npm, a mirror in the policy", {**NPM, ".seamgate.yml": "version: 1\nchecks:\n  dependencies: {allow_hosts: [mirror.example.org]}\n"}, [
    ("all entries move to it", [(LOCK, None, npm_lock().replace(REGISTRY, MIRROR))], PASS),
    ("a new package comes from it", [(LOCK, None, npm_lock(npm_entry("node_modules/zebra", "zebra", "1.0.0", "zebra")).replace(
        '"left": "^1.0.0",', '"left": "^1.0.0",\n        "zebra": "^1.0.0",').replace(REGISTRY, MIRROR)),
                                     ("package.json", '"left": "^1.0.0"', '"left": "^1.0.0", "zebra": "^1.0.0"')], PASS),
    ("all entries move elsewhere", [(LOCK, None, npm_lock().replace(REGISTRY, EVIL))], ["source-unknown-host"]),
    ("the policy declares it in the same change", [(LOCK, None, npm_lock().replace(REGISTRY, EVIL)), (".seamgate.yml", "mirror.example.org", "evil.example")],
     ["source-unknown-host"]),
    ("another hash on the mirror", [(LOCK, None, npm_lock().replace(REGISTRY, MIRROR).replace(sri("left"), sri("evil")))], ["hash-changed"]),
])

# ---- what a second look with an attacker's eyes brought ----
V1 = json.dumps({"lockfileVersion": 1, "requires": True, "dependencies": {
    "left": {"version": "1.3.0", "resolved": LEFT, "integrity": sri("left")},
    "right": {"version": "2.0.0", "resolved": f"{REGISTRY}/right/-/right-2.0.0.tgz", "integrity": sri("right")}}}, indent=2) + "\n"
fmt("npm, a second look", {**NPM, "one/package.json": NPM["package.json"], "one/package-lock.json": V1,
                           ".yarn/releases/yarn-4.1.0.cjs": "yarn\n", ".yarn/plugins/own.cjs": "own\n", ".yarnrc.yml": "yarnPath: .yarn/releases/yarn-4.1.0.cjs\n"}, [
    ("another package under the name", [(LOCK, '"version": "1.3.0",', '"name": "evil",\n      "version": "1.3.0",'),
                                        (LOCK, LEFT, f"{REGISTRY}/evil/-/evil-1.3.0.tgz"), (LOCK, sri("left"), sri("evil"))], ["shadow"]),
    ("the same where somebody asks for that", [(LOCK, '"version": "1.3.0",', '"name": "lift",\n      "version": "1.3.0",'),
                                               (LOCK, LEFT, f"{REGISTRY}/lift/-/lift-1.3.0.tgz"), (LOCK, sri("left"), sri("lift")),
                                               (LOCK, '"left": "^1.0.0"', '"left": "npm:lift@^1.0.0"'),
                                               ("package.json", '"left": "^1.0.0"', '"left": "npm:lift@^1.0.0"')], PASS),
    ("another package in version 1", [("one/" + LOCK, '"version": "1.3.0"', '"version": "npm:evil@1.3.0"'),
                                      ("one/" + LOCK, LEFT, f"{REGISTRY}/evil/-/evil-1.3.0.tgz"), ("one/" + LOCK, sri("left"), sri("evil"))], ["shadow"]),
    ("a version that nobody asks for", [(LOCK, '"version": "1.3.0"', '"version": "3.0.0"'), (LOCK, "left-1.3.0", "left-3.0.0"),
                                        (LOCK, sri("left"), sri("left 3"))], ["shadow"]),
    ("the same in version 1", [("one/" + LOCK, '"version": "1.3.0"', '"version": "0.3.0"'), ("one/" + LOCK, "left-1.3.0", "left-0.3.0"),
                               ("one/" + LOCK, sri("left"), sri("left 0"))], ["shadow"]),
    ("the same where an override asks for that", [(LOCK, '"version": "1.1.0"', '"version": "3.0.0"'), (LOCK, "middle-1.1.0", "middle-3.0.0"),
                                                  (LOCK, sri("middle"), sri("middle 3")),
                                                  ("package.json", '{"name"', '{"overrides": {"middle": "3.0.0"}, "name"')], PASS),
    ("an override for another version", [(LOCK, '"version": "1.1.0"', '"version": "4.0.0"'), (LOCK, "middle-1.1.0", "middle-4.0.0"),
                                         (LOCK, sri("middle"), sri("middle 4")),
                                         ("package.json", '{"name"', '{"overrides": {"middle": "3.0.0"}, "name"')], ["shadow"]),
    ("said to be bundled, and asked for", [(LOCK, None, npm_lock(',\n    "node_modules/right/node_modules/evil": {"version": "1.0.0", "inBundle": true}')
                                            .replace('"middle": "^1.0.0"', '"middle": "^1.0.0",\n        "evil": "1.0.0"'))], ["shadow"]),
    ("a second lock with another hash", [("npm-shrinkwrap.json", None, npm_lock().replace(sri("left"), sri("evil")))], ["hash-conflict"]),
    ("a second lock with the same", [("npm-shrinkwrap.json", None, npm_lock())], PASS),
    ("a shell of the repository's", [(".npmrc", None, "script-shell=./tools/sh\n")], ["protection-weakened"]),
    ("a shell of the machine's", [(".npmrc", None, "script-shell=bash\n")], PASS),
    ("code before any script", [(".npmrc", None, "node-options=--require ./evil.js\n")], ["protection-weakened"]),
    ("memory for node", [(".npmrc", None, "node-options=--max-old-space-size=4096\n")], PASS),
    ("another authority", [(".npmrc", None, "cafile=./evil.pem\n")], ["protection-weakened"]),
    ("a proxy", [(".npmrc", None, f"https-proxy={EVIL}/\n")], ["registry-changed"]),
    ("a registry in a workflow", [(".github/workflows/ci.yml", None, f"on: push\njobs:\n  a:\n    runs-on: x\n    env:\n      NPM_CONFIG_REGISTRY: {EVIL}\n    steps: []\n")],
     ["registry-changed"]),
    ("another yarn", [(".yarnrc.yml", ".yarn/releases/yarn-4.1.0.cjs", "./tools/yarn.cjs")], ["protection-weakened"]),
    ("a way out of yarn's folder", [(".yarnrc.yml", "releases/yarn-4.1.0.cjs", "releases/../../tools/yarn.cjs")], ["protection-weakened"]),
    ("yarn's next version", [(".yarnrc.yml", "4.1.0", "4.2.0"), (".yarn/releases/yarn-4.2.0.cjs", None, "yarn 4.2\n")], PASS),
    ("other bytes of the same yarn", [(".yarn/releases/yarn-4.1.0.cjs", None, "evil\n")], ["wrapper-changed"]),
    ("a package manager by its URL", [("package.json", '{"name": "shop",', '{"name": "shop", "packageManager": "yarn@https://evil.example/yarn.js",')],
     ["protection-weakened"]),
    ("a plugin where yarn puts its own", [(".yarnrc.yml", None, "yarnPath: .yarn/releases/yarn-4.1.0.cjs\nplugins:\n  - path: .yarn/plugins/evil.cjs\n    spec: https://evil.example/evil.js\n"),
                                          (".yarn/plugins/evil.cjs", None, "evil\n")], ["protection-weakened"]),
    ("other bytes of a plugin", [(".yarn/plugins/own.cjs", None, "evil\n")], ["wrapper-changed"]),
    ("a plugin of yarn", [(".yarnrc.yml", None, "yarnPath: .yarn/releases/yarn-4.1.0.cjs\nplugins:\n  - path: tools/evil.cjs\n    spec: evil\n")],
     ["protection-weakened"]),
])

THIRD = json.dumps({"name": "shop", "lockfileVersion": 3, "packages": {
    "": {"name": "shop", "dependencies": {"third": "github:example/third#v1"}},
    "node_modules/third": {"version": "1.0.0", "resolved": f"git+ssh://git@github.com/example/third.git#{commit('third')}"}}}, indent=2) + "\n"
fmt("npm, repositories", {LOCK: THIRD, "package.json": '{"name": "shop", "dependencies": {"third": "github:example/third#v1"}}\n'}, [
    ("another owner", [(LOCK, "git@github.com/example/third.git", "git@github.com/evil/third.git"), (LOCK, commit("third"), commit("evil"))], ["shadow"]),
    ("the branch moved on", [(LOCK, commit("third"), commit("third 2"))], PASS),
    ("another owner, as the manifest asks", [(LOCK, "github:example/third", "github:fork/third"), (LOCK, "github.com/example/", "github.com/fork/"),
                                             (LOCK, commit("third"), commit("fork")), ("package.json", "github:example/", "github:fork/")], PASS),
])

Y1 = (f'# yarn lockfile v1\n\n\nleft@^1.0.0:\n  version "1.3.0"\n  resolved "{LEFT}#{commit("left")}"\n  integrity {sri("left")}\n\n'
      f'right@^2.0.0:\n  version "2.0.0"\n  resolved "{REGISTRY}/right/-/right-2.0.0.tgz#{commit("right")}"\n  integrity {sri("right")}\n'
      '  dependencies:\n    left "^1.0.0"\n')
D = "yarn.lock"
fmt("yarn 1, a second look", {D: Y1, "package.json": NPM["package.json"]}, [
    ("SHA-1 changed alone", [(D, commit("left"), commit("evil"))], ["hash-changed"]),
    ("integrity dropped", [(D, f"  integrity {sri('left')}\n", "")], ["hash-weakened"]),
    ("a version that nobody asks for", [(D, '"1.3.0"', '"0.3.0"'), (D, "left-1.3.0", "left-0.3.0"), (D, sri("left"), sri("left 0")),
                                        (D, commit("left"), commit("left 0"))], ["shadow"]),
    ("the same where a resolution asks for that", [(D, '"1.3.0"', '"0.3.0"'), (D, "left-1.3.0", "left-0.3.0"), (D, sri("left"), sri("left 0")),
                                                   (D, commit("left"), commit("left 0")),
                                                   ("package.json", '{"name"', '{"resolutions": {"left": "0.3.0"}, "name"')], PASS),
])

UV = f'''version = 1
requires-python = ">=3.11"

[[package]]
name = "left"
version = "1.3.0"
source = {{ registry = "{REGISTRY}/simple" }}
sdist = {{ url = "{REGISTRY}/p/left-1.3.0.tar.gz", hash = "sha256:{hexed('left')}", size = 10 }}

[[package]]
name = "tool"
version = "2.0.0"
source = {{ git = "https://github.com/example/tool?rev=v2#{commit('tool')}" }}

[[package]]
name = "shop"
version = "0.1.0"
source = {{ virtual = "." }}
dependencies = [
    {{ name = "left" }},
    {{ name = "tool" }},
]

[package.metadata]
requires-dist = [
    {{ name = "left", specifier = ">=1" }},
    {{ name = "tool", git = "https://github.com/example/tool?rev=v2" }},
]
'''
PROJECT = ('[project]\nname = "shop"\nversion = "0.1.0"\nrequires-python = ">=3.11"\ndependencies = ["left>=1", "tool"]\n\n'
           '[tool.uv.sources]\ntool = { git = "https://github.com/example/tool", rev = "v2" }\n')
OF_REGISTRY = UV[UV.index('source = { registry'):UV.index('\n[[package]]\nname = "tool"')]
U = "uv.lock"
fmt("uv, a second look", {U: UV, "pyproject.toml": PROJECT}, [
    ("from a repository of a known forge", [(U, OF_REGISTRY, f'source = {{ git = "https://github.com/evil/left?rev=v1#{commit("e")}" }}\n')],
     ["hash-removed"]),
    ("another owner, another commit", [(U, f"example/tool?rev=v2#{commit('tool')}", f"evil/tool?rev=v2#{commit('e')}")], ["hash-changed"]),
    ("another owner, the same commit", [(U, "example/tool?rev=v2#", "evil/tool?rev=v2#")], ["hash-changed"]),
    ("another owner, as the manifest asks", [(U, "example/tool?rev=v2", "fork/tool?rev=v2"),
                                             ("pyproject.toml", "example/tool", "fork/tool")], PASS),
    ("from a folder", [(U, OF_REGISTRY, 'source = { editable = "left" }\n')], ["hash-removed"]),
    ("a file more from elsewhere", [(U, 'size = 10 }\n', f'size = 10 }}\nwheels = [\n    {{ url = "{EVIL}/left-1.3.0-1-py3-none-any.whl", hash = "sha256:{hexed("b")}" }},\n]\n')],
     ["source-unknown-host"]),
])

POETRY = f'''[[package]]
name = "left"
version = "1.3.0"
description = ""
optional = false
python-versions = "*"
files = [
    {{file = "left-1.3.0-py3-none-any.whl", hash = "sha256:{hexed('left')}"}},
]

[[package]]
name = "tool"
version = "2.0.0"
description = ""
optional = false
python-versions = "*"
files = []

[package.source]
type = "git"
url = "https://github.com/example/tool.git"
reference = "v2"
resolved_reference = "{commit('tool')}"

[metadata]
lock-version = "2.0"
python-versions = "^3.11"
content-hash = "{hexed('c')}"
'''
OF_FILES = POETRY[POETRY.index("files = ["):POETRY.index('\n[[package]]\nname = "tool"')]
U = "poetry.lock"
fmt("poetry, a second look", {U: POETRY, "pyproject.toml": '[tool.poetry]\nname = "shop"\nversion = "0.1.0"\n\n[tool.poetry.dependencies]\npython = "^3.11"\n'
                              'left = "^1.0"\ntool = { git = "https://github.com/example/tool.git", tag = "v2" }\n'}, [
    ("from a repository of a known forge", [(U, OF_FILES, f'files = []\n\n[package.source]\ntype = "git"\nurl = "https://github.com/evil/left.git"\n'
                                             f'reference = "v1"\nresolved_reference = "{commit("e")}"\n')], ["hash-removed"]),
    ("another owner", [(U, "example/tool", "evil/tool")], ["hash-changed"]),
    ("another owner, as the manifest asks", [(U, "example/tool", "fork/tool"), ("pyproject.toml", "example/tool", "fork/tool")], PASS),
    ("from a folder", [(U, OF_FILES, 'files = []\n\n[package.source]\ntype = "directory"\nurl = "left"\n')], ["hash-removed"]),
])

# ---- Python: needs that a published version did not have, versions that no range lets in ----

def uv_entry(name, version="1.0.0", more=""):
    return (f'[[package]]\nname = "{name}"\nversion = "{version}"\nsource = {{ registry = "{REGISTRY}/simple" }}\n'
            f'sdist = {{ url = "{REGISTRY}/p/{name}-{version}.tar.gz", hash = "sha256:{hexed(name + version)}", size = 10 }}\n{more}\n')


def uv_asks(*names):
    return "dependencies = [\n" + "".join(f"    {{ name = {name} }},\n" for name in names) + "]\n"


def uv_lock(entries, asked='{ name = "web", specifier = ">=1,<2" }', python=">=3.11"):
    return (f'version = 1\nrequires-python = "{python}"\n\n{entries}[[package]]\nname = "shop"\nversion = "0.1.0"\n'
            f'source = {{ virtual = "." }}\ndependencies = [\n    {{ name = "web" }},\n]\n\n[package.metadata]\nrequires-dist = [{asked}]\n')


U, P = "uv.lock", "pyproject.toml"
WEB = uv_entry("web", more=uv_asks('"core"'))
NEW_EXTRA = WEB + '[package.optional-dependencies]\nfast = [\n    { name = "speed" },\n]\n\n'
UVP = '[project]\nname = "shop"\nversion = "0.1.0"\nrequires-python = ">=3.11"\ndependencies = ["web>=1,<2"]\n'
fmt("uv, who asks", {U: uv_lock(uv_entry("core") + WEB), P: UVP}, [
    ("a need invented", [(U, None, uv_lock(uv_entry("core") + uv_entry("evil") + uv_entry("web", more=uv_asks('"core"', '"evil"'))))], ["shadow"]),
    ("invented for one platform", [(U, None, uv_lock(uv_entry("core") + uv_entry("evil") + uv_entry(
        "web", more=uv_asks('"core"', '"evil", marker = "os_name == \'nt\'"'))))], ["shadow"]),
    ("invented in a chain", [(U, None, uv_lock(uv_entry("core") + uv_entry("evil", more=uv_asks('"worse"')) + uv_entry("worse") + uv_entry(
        "web", more=uv_asks('"core"', '"evil"'))))], ["shadow"]),
    ("invented for an extra that nobody asks for", [(U, None, uv_lock(uv_entry("core") + uv_entry("speed") + NEW_EXTRA))], ["shadow"]),
    ("an extra that the project asks for", [(U, None, uv_lock(uv_entry("core") + uv_entry("speed") + NEW_EXTRA,
                                                              '{ name = "web", extras = ["fast"], specifier = ">=1,<2" }')),
                                            (P, "web>=1", "web[fast]>=1")], PASS),
    ("an older Python is let in", [(U, None, uv_lock(uv_entry("core") + uv_entry("old") + uv_entry(
        "web", more=uv_asks('"core"', '"old", marker = "python_version < \'3.11\'"')), python=">=3.9")), (P, ">=3.11", ">=3.9")], PASS),
    ("a new version needs more", [(U, None, uv_lock(uv_entry("core") + uv_entry("more") + uv_entry("web", "1.1.0", uv_asks('"core"', '"more"'))))], PASS),
    ("a version that the range keeps out", [(U, None, uv_lock(uv_entry("core") + uv_entry("web", "2.0.0", uv_asks('"core"'))))], ["shadow"]),
    ("the same where an override asks for it", [(U, None, uv_lock(uv_entry("core") + uv_entry("web", "2.0.0", uv_asks('"core"')))),
                                                (P, None, UVP + '\n[tool.uv]\noverride-dependencies = ["web==2.0.0"]\n')], PASS),
    ("an override for another version", [(U, None, uv_lock(uv_entry("core") + uv_entry("web", "2.0.0", uv_asks('"core"')))),
                                         (P, None, UVP + '\n[tool.uv]\noverride-dependencies = ["web==3.0.0"]\n')], ["shadow"]),
    ("one version more", [(U, None, uv_lock(uv_entry("core") + WEB + uv_entry("web", "9.9.0")))], ["shadow"]),
])


def poetry_entry(name, version="1.0.0", asks=""):
    return (f'[[package]]\nname = "{name}"\nversion = "{version}"\ndescription = ""\noptional = false\npython-versions = "*"\nfiles = [\n'
            f'    {{file = "{name}-{version}.tar.gz", hash = "sha256:{hexed(name + version)}"}},\n]\n\n' + (f"[package.dependencies]\n{asks}\n" if asks else ""))


def poetry_lock(entries):
    return entries + f'[metadata]\nlock-version = "2.0"\npython-versions = "^3.11"\ncontent-hash = "{hexed("c")}"\n'


U = "poetry.lock"
POEM = '[tool.poetry]\nname = "shop"\nversion = "0.1.0"\n\n[tool.poetry.dependencies]\npython = "^3.11"\nweb = "^1.0"\n'
CORE = 'core = ">=1,<2"\n'
fmt("poetry, who asks", {U: poetry_lock(poetry_entry("core") + poetry_entry("web", asks=CORE)), P: POEM}, [
    ("a need invented", [(U, None, poetry_lock(poetry_entry("core") + poetry_entry("evil") + poetry_entry("web", asks=CORE + 'evil = "*"\n')))], ["shadow"]),
    ("invented as optional", [(U, None, poetry_lock(poetry_entry("core") + poetry_entry("evil") + poetry_entry(
        "web", asks=CORE + 'evil = {version = "*", optional = true}\n')))], ["shadow"]),
    ("a version that the manifest keeps out", [(U, None, poetry_lock(poetry_entry("core") + poetry_entry("web", "2.0.0", CORE)))], ["shadow"]),
    ("the same where the manifest moves", [(U, None, poetry_lock(poetry_entry("core") + poetry_entry("web", "2.0.0", CORE))), (P, "^1.0", "^2.0")], PASS),
    ("a new version needs more", [(U, None, poetry_lock(poetry_entry("core") + poetry_entry("more") + poetry_entry("web", "1.1.0", CORE + 'more = "*"\n')))], PASS),
])


def pdm_entry(name, version="1.0.0", asks="", extras=""):
    return (f'[[package]]\nname = "{name}"\nversion = "{version}"\n{extras}summary = ""\ngroups = ["default"]\ndependencies = [{asks}]\nfiles = [\n'
            f'    {{file = "{name}-{version}.tar.gz", hash = "sha256:{hexed(name + version)}"}},\n]\n\n')


def pdm_lock(entries):
    return f'[metadata]\ngroups = ["default"]\nstrategy = ["inherit_metadata"]\nlock_version = "4.5.0"\ncontent_hash = "sha256:{hexed("c")}"\n\n{entries}'


U = "pdm.lock"
fmt("pdm, who asks", {U: pdm_lock(pdm_entry("core") + pdm_entry("web", asks='"core>=1"')), P: UVP}, [
    ("a need invented", [(U, None, pdm_lock(pdm_entry("core") + pdm_entry("evil") + pdm_entry("web", asks='"core>=1", "evil"')))], ["shadow"]),
    ("a version that the range keeps out", [(U, None, pdm_lock(pdm_entry("core") + pdm_entry("web", "2.0.0", '"core>=1"')))], ["shadow"]),
    ("an extra that the project asks for", [(U, None, pdm_lock(pdm_entry("core") + pdm_entry("speed") + pdm_entry("web", asks='"core>=1"') + pdm_entry(
        "web", asks='"speed", "web==1.0.0"', extras='extras = ["fast"]\n'))), (P, "web>=1", "web[fast]>=1")], PASS),
])

# ---- yarn 2 and later ----
D = "yarn.lock"
BERRY = f"""# This file is generated by running "yarn install" inside your project.
# Manual changes might be lost - proceed with caution!

__metadata:
  version: 8
  cacheKey: 10c0

"left@npm:^1.0.0":
  version: 1.3.0
  resolution: "left@npm:1.3.0"
  checksum: 10c0/{hexed('left', 'sha512')}
  languageName: node
  linkType: hard

"shop@workspace:.":
  version: 0.0.0-use.local
  resolution: "shop@workspace:."
  dependencies:
    left: "npm:^1.0.0"
  languageName: unknown
  linkType: soft
"""
CHECKSUM = f"  checksum: 10c0/{hexed('left', 'sha512')}\n"
fmt("yarn berry", {D: BERRY, "package.json": '{"name": "shop", "dependencies": {"left": "^1.0.0"}}\n'}, [
    ("checksum changed", [(D, hexed("left", "sha512"), hexed("evil", "sha512"))], ["hash-changed"]),
    ("checksum removed", [(D, CHECKSUM, "")], ["hash-removed"]),
    ("checksum exchanged for conditions", [(D, CHECKSUM, "  conditions: os=darwin\n")], ["hash-removed"]),
    ("checksum cut off", [(D, hexed("left", "sha512"), hexed("left", "sha512")[:64])], ["hash-malformed"]),
    ("another package", [(D, '"left@npm:1.3.0"', '"evil@npm:1.3.0"')], ["shadow"]),
    ("upgrade", [(D, "1.3.0", "1.4.0"), (D, hexed("left", "sha512"), hexed("l4", "sha512"))], PASS),
    ("conflict marks", [(D, "__metadata:", "<<<<<<< ours\n__metadata:")], INCOMPLETE),
    ("checksums not compared", [(".yarnrc.yml", None, "checksumBehavior: update\n")], ["protection-weakened"]),
])

# ---- Cargo ----


def cargo_lock(version=4, extra=""):
    index = "registry+https://index.example.org/crates"
    return f'''version = {version}

[[package]]
name = "left"
version = "1.3.0"
source = "{index}"
checksum = "{hexed('left')}"

[[package]]
name = "shop"
version = "0.1.0"
dependencies = [
 "left",
 "tool",
]

[[package]]
name = "tool"
version = "2.0.0"
source = "git+https://github.com/example/tool?rev={commit('tool')[:8]}#{commit('tool')}"
{extra}'''


C = "Cargo.lock"
fmt("cargo", {C: cargo_lock(), "Cargo.toml": '[package]\nname = "shop"\nversion = "0.1.0"\n\n[dependencies]\nleft = "1"\n'
              f'tool = {{ git = "https://github.com/example/tool", rev = "{commit("tool")[:8]}" }}\n'}, [
    ("checksum changed", [(C, hexed("left"), hexed("evil"))], ["hash-changed"]),
    ("checksum removed", [(C, f'checksum = "{hexed("left")}"\n', "")], ["hash-removed"]),
    ("checksum empty", [(C, hexed("left"), "")], INCOMPLETE),
    ("checksum cut off", [(C, hexed("left"), hexed("left")[:40])], ["hash-malformed"]),
    ("another registry", [(C, "registry+https://index.example.org", "registry+https://evil.example")], ["source-unknown-host"]),
    ("http", [(C, "registry+https", "registry+http")], ["source-insecure"]),
    ("userinfo", [(C, "https://index.example.org/", "https://index.example.org@evil.example/")], ["source-deceptive"]),
    ("source and checksum removed", [(C, f'source = "registry+https://index.example.org/crates"\nchecksum = "{hexed("left")}"\n', "")],
     ["hash-removed"]),
    ("a path, as the manifest asks", [(C, f'source = "registry+https://index.example.org/crates"\nchecksum = "{hexed("left")}"\n', ""),
                                      ("Cargo.toml", 'left = "1"', 'left = { version = "1", path = "left" }')], PASS),
    ("git commit changed", [(C, f"#{commit('tool')}", f"#{commit('evil')}")], ["hash-changed"]),
    ("orphan", [(C, None, cargo_lock(extra=f'\n[[package]]\nname = "zebra"\nversion = "1.0.0"\n'
                                     f'source = "registry+https://index.example.org/crates"\nchecksum = "{hexed("z")}"\n'))], ["orphan"]),
    ("version 3", [(C, "version = 4", "version = 3")], PASS),
    ("upgrade", [(C, "1.3.0", "1.4.0"), (C, hexed("left"), hexed("left 1.4"))], PASS),
    ("unknown version", [(C, "version = 4", "version = 9")], INCOMPLETE),
    ("conflict marks", [(C, "[[package]]", "<<<<<<< ours\n[[package]]")], INCOMPLETE),
    ("cut off", [(C, None, cargo_lock()[:100])], INCOMPLETE),
    ("from a repository of a known forge", [(C, f'source = "registry+https://index.example.org/crates"\nchecksum = "{hexed("left")}"',
                                             f'source = "git+https://github.com/evil/left#{commit("e")}"')], ["hash-removed"]),
    ("another owner", [(C, "github.com/example/tool", "github.com/evil/tool")], ["hash-changed"]),
    ("source replaced", [(".cargo/config.toml", None, f'[source.mirror]\nregistry = "{EVIL}/index"\n')], ["registry-changed"]),
])

# ---- Go ----
G = "go.sum"
GO_SUM = (f"github.com/example/left v1.3.0 h1:{b64('left')}\ngithub.com/example/left v1.3.0/go.mod h1:{b64('left mod')}\n"
          f"github.com/example/right v2.0.0+incompatible h1:{b64('right')}\ngithub.com/example/right v2.0.0+incompatible/go.mod h1:{b64('right mod')}\n")
GO_MOD = ("module github.com/example/shop\n\ngo 1.21\n\nrequire (\n\tgithub.com/example/left v1.3.0\n"
          "\tgithub.com/example/right v2.0.0+incompatible // indirect\n)\n")
fmt("go", {G: GO_SUM, "go.mod": GO_MOD}, [
    ("h1 changed", [(G, b64("left"), b64("evil"))], ["hash-changed"]),
    ("go.mod h1 changed", [(G, b64("left mod"), b64("evil"))], ["hash-changed"]),
    ("line removed", [(G, f"github.com/example/left v1.3.0 h1:{b64('left')}\n", "")], ["hash-removed"]),
    ("two h1", [(G, None, GO_SUM + f"github.com/example/left v1.3.0 h1:{b64('evil')}\n")], ["hash-conflict"]),
    ("h1 cut off", [(G, b64("left"), b64("left")[:20])], ["hash-malformed"]),
    ("replaced from another host", [("go.mod", None, GO_MOD + "\nreplace github.com/example/left => evil.example/left v1.3.0\n")],
     ["registry-changed"]),
    ("replaced outside", [("go.mod", None, GO_MOD + "\nreplace github.com/example/left => ../../left\n")], ["protection-weakened"]),
    ("replaced inside", [("go.mod", None, GO_MOD + "\nreplace github.com/example/left => ./left\n")], PASS),
    ("upgrade", [(G, None, GO_SUM.replace("left v1.3.0", "left v1.4.0").replace(b64("left"), b64("l4")).replace(b64("left mod"), b64("lm4"))),
                 ("go.mod", "left v1.3.0", "left v1.4.0")], PASS),
    ("a workspace's sums say otherwise", [("go.work.sum", None, f"github.com/example/left v1.3.0 h1:{b64('evil')}\n")], ["hash-conflict"]),
    ("a workspace's sums", [("go.work.sum", None, f"github.com/example/left v1.3.0 h1:{b64('left')}\ngithub.com/example/more v1.0.0 h1:{b64('more')}\n")], PASS),
    ("old lines kept", [(G, None, GO_SUM + f"github.com/example/left v1.2.0/go.mod h1:{b64('old')}\n")], PASS),
    ("no line", [(G, None, GO_SUM + "github.com/example/left\n")], INCOMPLETE),
    ("go.mod broken", [("go.mod", "require (", "require ((")], INCOMPLETE),
])

# ---- Bundler ----
B = "Gemfile.lock"
GEMS = f'''GEM
  remote: {REGISTRY}/
  specs:
    left (1.3.0)
      middle (~> 1.0)
    middle (1.1.0)
    native (2.0.0)
    native (2.0.0-x86_64-linux)

PLATFORMS
  ruby
  x86_64-linux

DEPENDENCIES
  left (~> 1.0)
  native

CHECKSUMS
  left (1.3.0) sha256={hexed('left')}
  middle (1.1.0) sha256={hexed('middle')}
  native (2.0.0) sha256={hexed('native')}
  native (2.0.0-x86_64-linux) sha256={hexed('native linux')}

BUNDLED WITH
   2.6.2
'''
fmt("bundler", {B: GEMS}, [
    ("checksum changed", [(B, hexed("left"), hexed("evil"))], ["hash-changed"]),
    ("platform's checksum changed", [(B, hexed("native linux"), hexed("evil"))], ["hash-changed"]),
    ("checksum removed", [(B, f"  left (1.3.0) sha256={hexed('left')}", "  left (1.3.0)")], ["hash-removed"]),
    ("line removed", [(B, f"  left (1.3.0) sha256={hexed('left')}\n", "")], ["hash-removed"]),
    ("second checksum", [(B, hexed("left"), hexed("left") + f",sha256={hexed('evil')}")], ["hash-appended"]),
    ("weakened", [(B, f"sha256={hexed('left')}", f"sha1={hexed('left', 'sha1')}")], ["hash-weakened"]),
    ("malformed", [(B, hexed("left"), "zz")], ["hash-malformed"]),
    ("another host", [(B, REGISTRY, EVIL)], ["source-unknown-host"]),
    ("http", [(B, "remote: https", "remote: http")], ["source-insecure"]),
    ("a remote hidden by another", [(B, "  remote: ", f"  remote: {EVIL}/\n  remote: ")], ["registry-changed"]),
    ("a need before any gem", [(B, "  specs:\n", "  specs:\n      mole\n")], INCOMPLETE),
    ("orphan", [(B, None, GEMS.replace("    native (2.0.0)\n", "    mole (1.0.0)\n    native (2.0.0)\n").replace(
        "  middle (1.1.0) sha", f"  mole (1.0.0) sha256={hexed('m')}\n  middle (1.1.0) sha"))], ["orphan"]),
    ("upgrade", [(B, None, GEMS.replace("1.1.0", "1.2.0").replace(hexed("middle"), hexed("m2")))], PASS),
    ("conflict marks", [(B, "GEM\n", "<<<<<<< ours\nGEM\n")], INCOMPLETE),
])

# ---- Composer ----
P = "composer.lock"
COMPOSER = json.dumps({"content-hash": "0" * 32, "packages": [
    {"name": "example/left", "version": "1.3.0", "source": {"type": "git", "url": "https://github.com/example/left.git", "reference": commit("left")},
     "dist": {"type": "zip", "url": f"https://github.com/example/left/zipball/{commit('left')}", "reference": commit("left"), "shasum": ""},
     "require": {"php": ">=8", "example/right": "^2"}},
    {"name": "example/right", "version": "2.0.0", "dist": {"type": "zip", "url": f"{REGISTRY}/right.zip", "shasum": hexed("right", "sha1")}}],
    "packages-dev": []}, indent=4) + "\n"
fmt("composer", {P: COMPOSER, "composer.json": '{"require": {"php": ">=8", "example/left": "^1"}}\n'}, [
    ("commit changed", [(P, None, COMPOSER.replace(commit("left"), commit("evil")))], ["hash-changed"]),
    ("shasum changed", [(P, hexed("right", "sha1"), hexed("evil", "sha1"))], ["hash-changed"]),
    ("shasum removed", [(P, hexed("right", "sha1"), "")], ["hash-removed"]),
    ("another host", [(P, REGISTRY, EVIL)], ["source-unknown-host"]),
    ("orphan", [(P, '"packages-dev": []', '"packages-dev": [{"name": "example/zebra", "version": "1"}]')], ["orphan"]),
    ("upgrade", [(P, None, COMPOSER.replace("1.3.0", "1.4.0").replace(commit("left"), commit("left 1.4")))], PASS),
    ("tls off", [("composer.json", None, '{"require": {"php": ">=8", "example/left": "^1"}, "config": {"disable-tls": true}}\n')],
     ["protection-weakened"]),
    ("cut off", [(P, None, COMPOSER[:200])], INCOMPLETE),
])

# ---- Terraform ----
T = ".terraform.lock.hcl"
TERRAFORM = f'''# This file is maintained automatically.
provider "registry.example.org/hashicorp/aws" {{
  version     = "5.0.0"
  constraints = "~> 5.0"
  hashes = [
    "h1:{b64('linux')}",
    "zh:{hexed('linux')}",
    "zh:{hexed('darwin')}",
  ]
}}
'''
fmt("terraform", {T: TERRAFORM}, [
    ("all hashes changed", [(T, None, TERRAFORM.replace(b64("linux"), b64("e")).replace(hexed("linux"), hexed("e")).replace(hexed("darwin"), hexed("f")))],
     ["hash-changed"]),
    ("one hash exchanged", [(T, hexed("darwin"), hexed("evil"))], ["hash-changed"]),
    ("h1 exchanged", [(T, b64("linux"), b64("evil"))], ["hash-changed"]),
    ("hashes removed", [(T, None, TERRAFORM[:TERRAFORM.index("  hashes")] + "}\n")], ["hash-removed"]),
    ("malformed", [(T, b64("linux"), "AAAA")], ["hash-malformed"]),
    ("another host", [(T, "registry.example.org", "evil.example")], ["source-unknown-host"]),
    ("a platform more", [(T, '  ]', f'    "zh:{hexed("windows")}",\n  ]')], PASS),
    ("upgrade", [(T, "5.0.0", "5.1.0"), (T, b64("linux"), b64("l51")), (T, hexed("linux"), hexed("l51")), (T, hexed("darwin"), hexed("d51"))], PASS),
    ("block without an end", [(T, None, TERRAFORM.rstrip()[:-1])], INCOMPLETE),
    ("conflict marks", [(T, "provider", "<<<<<<< ours\nprovider")], INCOMPLETE),
])

# ---- Gradle ----
V = "gradle/verification-metadata.xml"
GRADLE = f'''<?xml version="1.0" encoding="UTF-8"?>
<verification-metadata xmlns="https://schema.gradle.org/dependency-verification">
   <configuration>
      <verify-metadata>true</verify-metadata>
      <verify-signatures>false</verify-signatures>
   </configuration>
   <components>
      <component group="org.example" name="left" version="1.3.0">
         <artifact name="left-1.3.0.jar">
            <sha256 value="{hexed('left')}" origin="Generated by Gradle"/>
         </artifact>
         <artifact name="left-1.3.0.pom">
            <sha256 value="{hexed('left pom')}" origin="Generated by Gradle"/>
         </artifact>
      </component>
   </components>
</verification-metadata>
'''
SUM = f'<sha256 value="{hexed("left")}" origin="Generated by Gradle"/>'
fmt("gradle", {V: GRADLE}, [
    ("hash changed", [(V, hexed("left"), hexed("evil"))], ["hash-changed"]),
    ("hash removed", [(V, SUM, "")], ["hash-removed"]),
    ("weakened", [(V, SUM, f'<md5 value="{hexed("left", "md5")}"/>')], ["hash-weakened"]),
    ("also-trust", [(V, SUM, SUM[:-2] + f'><also-trust value="{hexed("evil")}"/></sha256>')], ["hash-appended"]),
    ("verification off", [(V, "<verify-metadata>true", "<verify-metadata>false")], ["protection-weakened"]),
    ("trusted without a hash", [(V, "</configuration>", '<trusted-artifacts><trust group="org.evil"/></trusted-artifacts></configuration>')],
     ["protection-weakened"]),
    ("upgrade", [(V, None, GRADLE.replace("1.3.0", "1.4.0").replace(hexed("left"), hexed("l4")).replace(hexed("left pom"), hexed("p4")))], PASS),
    ("signatures on", [(V, "<verify-signatures>false", "<verify-signatures>true")], PASS),
    ("no XML", [(V, "</components>", "</component>")], INCOMPLETE),
])

W, J = "gradle/wrapper/gradle-wrapper.properties", "gradle/wrapper/gradle-wrapper.jar"
WRAPPER = f"distributionUrl=https\\://services.example.org/distributions/gradle-8.5-bin.zip\ndistributionSha256Sum={hexed('gradle')}\n"
fmt("gradle wrapper", {W: WRAPPER, J: "jar of 8.5\n"}, [
    ("sum changed", [(W, hexed("gradle"), hexed("evil"))], ["hash-changed"]),
    ("sum removed", [(W, f"distributionSha256Sum={hexed('gradle')}\n", "")], ["hash-removed"]),
    ("another host", [(W, "services.example.org", "evil.example")], ["source-unknown-host"]),
    ("jar changed alone", [(J, None, "another jar\n")], ["wrapper-changed"]),
    ("URL check off", [(W, None, WRAPPER + "validateDistributionUrl=false\n")], ["protection-weakened"]),
    ("upgrade without a sum", [(W, None, WRAPPER.split("\n")[0].replace("8.5", "8.6") + "\n")], ["hash-missing"]),
    ("upgrade", [(W, None, WRAPPER.replace("8.5", "8.6").replace(hexed("gradle"), hexed("g86"))), (J, None, "jar of 8.6\n")], PASS),
])

GP, MC, POM = "gradle.properties", ".mvn/maven.config", "pom.xml"
SCRIPT = f"repositories {{\n  mavenCentral()\n  maven {{ url '{REGISTRY}/m2' }}\n}}\ndependencies {{ implementation 'org.example:left:1.0' }}\n"
POM_TEXT = (f"<project><repositories><repository><id>r</id><url>{REGISTRY}/m2</url></repository></repositories>"
           "<dependencies><dependency><groupId>org.example</groupId><artifactId>left</artifactId><version>1.0</version></dependency></dependencies></project>\n")
JAR = "repo/org/example/left/1.0/left-1.0.jar"
fmt("gradle and maven settings", {"build.gradle": SCRIPT, GP: "org.gradle.jvmargs=-Xmx1g\n", MC: "-B\n", POM: POM_TEXT, V: GRADLE,
                                  JAR: "left\n", JAR + ".sha1": hexed("left\n", "sha1") + "\n"}, [
    ("metadata deleted", [(V, None, None)], ["protection-weakened"]),
    ("a second list of hashes", [(V, "</components>", "</components><components>" + GRADLE.split("<components>")[1].split("</components>")[0].replace(hexed("left"), hexed("evil"))
                                  + "</components>")], ["hash-changed"]),
    ("a key for a known group", [(V, "<verify-signatures>false</verify-signatures>",
                                  '<verify-signatures>true</verify-signatures><trusted-keys><trusted-key id="00" group="org.example"/></trusted-keys>')], ["protection-weakened"]),
    ("repository", [("build.gradle", "mavenCentral()", f"maven {{ url '{EVIL}' }}")], ["registry-changed"]),
    ("script from elsewhere", [("build.gradle", "dependencies", f"apply from: '{EVIL}/x.gradle'\ndependencies")], ["registry-changed"]),
    ("version that moves", [("build.gradle", "left:1.0", "left:1.+")], ["protection-weakened"]),
    ("an address put together", [("build.gradle", "dependencies", f"def base = '{EVIL}'\nrepositories {{ maven {{ url \"$base/m2\" }} }}\ndependencies")], ["registry-changed"]),
    ("a snapshot of another's, a warning", [(POM, "<version>1.0", "<version>1.1-SNAPSHOT")], PASS),
    ("verification off", [(GP, None, "org.gradle.dependency.verification=off\n")], ["protection-weakened"]),
    ("agent", [(GP, "-Xmx1g", "-Xmx1g -javaagent:lib/x.jar")], ["protection-weakened"]),
    ("other settings", [(MC, None, "-B\n-sci/other.xml\n")], ["protection-weakened"]),
    ("range", [(POM, "<version>1.0", "<version>[1.0,)")], ["protection-weakened"]),
    ("jar and its checksum", [(JAR, None, "evil\n"), (JAR + ".sha1", None, hexed("evil\n", "sha1") + "\n")], ["vendored-changed"]),
    ("version raised", [("build.gradle", "left:1.0", "left:2.0"), (POM, "<version>1.0", "<version>2.0")], PASS),
])

NC = "nuget.config"
NUGET_CONFIG = (f'<configuration><packageSources><clear /><add key="a" value="{REGISTRY}/v3/index.json" /></packageSources>'
                '<packageSourceMapping><packageSource key="a"><package pattern="*" /><package pattern="Own.*" /></packageSource></packageSourceMapping></configuration>\n')
fmt("nuget settings", {NC: NUGET_CONFIG, "Directory.Build.props": "<Project><PropertyGroup><RestoreLockedMode>true</RestoreLockedMode></PropertyGroup></Project>\n",
                       "packages.config": '<packages><package id="Left" version="1.0.0" /></packages>\n', "feed/left.1.0.0.nupkg": "left\n",
                       "feed/left.1.0.0.nupkg.sha512": b64("left\n", "sha512"), ".config/dotnet-tools.json": '{"tools": {"left": {"version": "1.0.0"}}}\n',
                       "shop.csproj": '<Project><ItemGroup><PackageReference Include="Left" Version="1.0.0" /></ItemGroup></Project>\n',
                       "packages/Left.1.0.0/lib/Left.dll": "dll\n"}, [
    ("source", [(NC, REGISTRY, EVIL)], ["registry-changed"]),
    ("mapping gone", [(NC, "packageSourceMapping", "x")], ["protection-weakened"]),
    ("mapped to another source", [(NC, "</packageSourceMapping>", '<packageSource key="b"><package pattern="Own.Left" /></packageSource></packageSourceMapping>')],
     ["protection-weakened"]),
    ("deleted", [(NC, None, None)], ["protection-weakened"]),
    ("not locked", [("Directory.Build.props", ">true<", ">false<")], ["protection-weakened"]),
    ("moved to where nothing is built", [(NC, None, None), ("docs/nuget.config", None, NUGET_CONFIG)], ["protection-weakened"]),
    ("packages.config that moves", [("packages.config", 'version="1.0.0"', 'version="1.*"')], ["protection-weakened"]),
    ("a tool that moves", [(".config/dotnet-tools.json", '"1.0.0"', '"1.*"')], ["protection-weakened"]),
    ("a reference that moves", [("shop.csproj", '"1.0.0"', '"*"')], ["protection-weakened"]),
    ("the hash of an archive", [("feed/left.1.0.0.nupkg", None, "evil\n")], ["sum-mismatch"]),
    ("new versions", [("packages.config", 'version="1.0.0"', 'version="1.1.0"'), (".config/dotnet-tools.json", '"1.0.0"', '"1.1.0"'), ("shop.csproj", '"1.0.0"', '"[1.1.0]"')], PASS),
    ("unpacked file", [("packages/Left.1.0.0/lib/Left.dll", None, "evil\n")], ["vendored-changed"]),
    ("a pattern more", [(NC, '<package pattern="Own.*" />', '<package pattern="Own.*" /><package pattern="New.*" />')], PASS),
])

# ---- the others, each with what its fields allow ----
N = "packages.lock.json"
NUGET = json.dumps({"version": 1, "dependencies": {"net8.0": {
    "Left": {"type": "Direct", "requested": "[1.3.0, )", "resolved": "1.3.0", "contentHash": b64("left", "sha512"), "dependencies": {"Right": "2.0.0"}},
    "Right": {"type": "Transitive", "resolved": "2.0.0", "contentHash": b64("right", "sha512")}}}}, indent=2)
PROJ = '<Project Sdk="Microsoft.NET.Sdk">\n  <ItemGroup>\n    <PackageReference Include="left" Version="1.3.0" />\n  </ItemGroup>\n</Project>\n'
DIRECT = NUGET.replace('"Right": {\n        "type": "Transitive"', '"Right": {\n        "type": "Direct", "requested": "[2.0.0, )"')
fmt("nuget", {N: NUGET, "shop.csproj": PROJ}, [
    ("asked for by nobody", [(N, None, DIRECT)], ["manifest-mismatch"]),
    ("asked for by the folder", [(N, None, DIRECT), ("Directory.Build.props", None, PROJ.replace("left", "RIGHT"))], PASS),
    ("asked for by another SDK", [(N, None, DIRECT), ("shop.csproj", "Microsoft.NET.Sdk", "MSTest.Sdk/3.6.0")], PASS),
    ("asked for by one more SDK", [(N, None, DIRECT), ("shop.csproj", '.Sdk">', '.Sdk"><Sdk Name="Aspire.AppHost.Sdk" Version="9.0.0" />')], PASS),
    ("asked for by an import", [(N, None, DIRECT), ("shop.csproj", '.Sdk">', '.Sdk"><Import Project="../Directory.Common.props" />')], PASS),
    ("the compiler of PublishAot", [(N, None, DIRECT.replace("Right", "Microsoft.DotNet.ILCompiler"))], PASS),
    ("called like what the SDK asks for", [(N, None, DIRECT.replace("Right", "Microsoft.Network.Right"))], ["manifest-mismatch"]),
    ("pinned centrally", [(N, None, DIRECT.replace('"Direct", "requested": "[2', '"CentralTransitive", "requested": "[2'))], PASS),
    ("pinned centrally, and needed by nobody", [(N, None, NUGET.replace('"Right": {', '"Zoo": {"type": "CentralTransitive", "requested": "[1.0.0, )", "resolved": "1.0.0", "contentHash": "' + b64("zoo", "sha512") + '"},\n      "Right": {'))],
     ["orphan"]),
    ("a project file that is none", [(N, None, DIRECT), ("shop.csproj", None, "<Project>")], INCOMPLETE),
    ("hash changed", [(N, b64("left", "sha512"), b64("evil", "sha512"))], ["hash-changed"]),
    ("hash removed", [(N, b64("left", "sha512"), "")], ["hash-removed"]),
    ("malformed", [(N, b64("left", "sha512"), "AAAA")], ["hash-malformed"]),
    ("upgrade", [(N, "1.3.0\", \"contentHash", "x"), (N, None, NUGET.replace('"resolved": "2.0.0"', '"resolved": "2.1.0"').replace(b64("right", "sha512"), b64("r21", "sha512")))], PASS),
    ("cut off", [(N, None, NUGET[:100])], INCOMPLETE),
])

M = "mix.lock"
MIX = (f'%{{\n  "left": {{:hex, :left, "1.3.0", "{hexed("left inner")}", [:mix], [{{:right, "~> 2.0", [hex: :right, repo: "hexpm", optional: false]}}], "hexpm", "{hexed("left outer")}"}},\n'
       f'  "tool": {{:git, "https://github.com/example/tool.git", "{commit("tool")}", [branch: "main"]}},\n}}\n')
fmt("mix", {M: MIX}, [
    ("inner changed", [(M, hexed("left inner"), hexed("evil"))], ["hash-changed"]),
    ("outer changed", [(M, hexed("left outer"), hexed("evil"))], ["hash-changed"]),
    ("inner emptied", [(M, hexed("left inner"), "")], ["hash-removed"]),
    ("an entry twice", [(M, "%{\n", f'%{{\n  "left": {{:hex, :left, "1.2.0", "{hexed("old")}", [:mix], [], "hexpm", "{hexed("o")}"}},\n')], ["key-doubled"]),
    ("git moved to another host", [(M, "github.com/example/tool", "evil.example/tool")], ["source-unknown-host"]),
    ("upgrade", [(M, "1.3.0", "1.4.0"), (M, hexed("left inner"), hexed("i4")), (M, hexed("left outer"), hexed("o4"))], PASS),
    ("no term", [(M, "%{", "%{{{")], INCOMPLETE),
])

R = "rebar.lock"
REBAR = (f'{{"1.2.0",\n[{{<<"left">>,{{pkg,<<"left">>,<<"1.3.0">>}},0}},\n {{<<"tool">>,{{git,"https://github.com/example/tool.git",{{ref,"{commit("tool")}"}}}},1}}]}}.\n'
         f'[\n{{pkg_hash,[\n {{<<"left">>, <<"{hexed("left inner").upper()}">>}}]}},\n{{pkg_hash_ext,[\n {{<<"left">>, <<"{hexed("left outer").upper()}">>}}]}}\n].\n')
fmt("rebar", {R: REBAR}, [
    ("inner changed", [(R, hexed("left inner").upper(), hexed("evil").upper())], ["hash-changed"]),
    ("outer changed", [(R, hexed("left outer").upper(), hexed("evil").upper())], ["hash-changed"]),
    ("lower case", [(R, hexed("left outer").upper(), hexed("left outer"))], PASS),
    ("application of another name", [(R, '<<"left">>,{pkg', '<<"app">>,{pkg'), (R, '<<"left">>, <<', '<<"app">>, <<')], PASS),
    ("a folder of a repository", [(R, "{git,", "{git_subdir,"), (R, '"}},1}', '"},"app"},1}')], PASS),
    ("no term", [(R, "]}.", "]")], INCOMPLETE),
])

L = "manifest.toml"
GLEAM = (f'packages = [\n  {{ name = "left", version = "1.3.0", build_tools = ["gleam"], requirements = [], otp_app = "left", source = "hex", outer_checksum = "{hexed("left").upper()}" }},\n]\n\n'
         '[requirements]\nleft = { version = ">= 1.0.0" }\n')
fmt("gleam", {L: GLEAM}, [
    ("checksum changed", [(L, hexed("left").upper(), hexed("evil").upper())], ["hash-changed"]),
    ("checksum removed", [(L, f', outer_checksum = "{hexed("left").upper()}"', "")], ["hash-removed"]),
    ("not to be told for one", [(L, None, "packages = 1\n")], INCOMPLETE),
    ("orphan", [(L, "]\n\n[req", f'  {{ name = "zebra", version = "1", source = "hex", requirements = [], outer_checksum = "{hexed("z")}" }},\n]\n\n[req')], ["orphan"]),
])

U = "pubspec.lock"
PUB = (f'packages:\n  left:\n    dependency: "direct main"\n    description:\n      name: left\n      sha256: {hexed("left")}\n      url: "{REGISTRY}"\n    source: hosted\n    version: "1.3.0"\n'
       'sdks:\n  dart: ">=3.0.0 <4.0.0"\n')
fmt("pub", {U: PUB}, [
    ("hash changed", [(U, hexed("left"), hexed("evil"))], ["hash-changed"]),
    ("hash removed", [(U, f"      sha256: {hexed('left')}\n", "")], ["hash-removed"]),
    ("another host", [(U, REGISTRY, EVIL)], ["source-unknown-host"]),
    ("upgrade", [(U, "1.3.0", "1.4.0"), (U, hexed("left"), hexed("l4"))], PASS),
    ("doubled key", [(U, 'version: "1.3.0"\n', 'version: "1.3.0"\n    version: "1.3.0"\n')], ["key-doubled"]),
])

S = "Package.resolved"
SWIFT = json.dumps({"pins": [{"identity": "left", "kind": "remoteSourceControl", "location": "https://github.com/example/left",
                              "state": {"revision": commit("left"), "version": "1.3.0"}}], "version": 2}, indent=2)
fmt("swift", {S: SWIFT}, [
    ("commit changed", [(S, commit("left"), commit("evil"))], ["hash-changed"]),
    ("another host", [(S, "github.com", "evil.example")], ["source-unknown-host"]),
    ("upgrade", [(S, "1.3.0", "1.4.0"), (S, commit("left"), commit("l4"))], PASS),
])

O = "Podfile.lock"
PODS = f'PODS:\n  - Left (1.3.0):\n    - Right/Core\n  - Right/Core (2.0.0)\n\nDEPENDENCIES:\n  - Left (~> 1.0)\n\nSPEC CHECKSUMS:\n  Left: {commit("left")}\n  Right: {commit("right")}\n\nPODFILE CHECKSUM: {commit("p")}\n\nCOCOAPODS: 1.15.2\n'
fmt("cocoapods", {O: PODS}, [
    ("checksum changed", [(O, commit("left"), commit("evil"))], ["hash-changed"]),
    ("checksum removed", [(O, f"  Left: {commit('left')}\n", "")], ["hash-removed"]),
    ("orphan", [(O, "  - Right/Core (2.0.0)\n", "  - Right/Core (2.0.0)\n  - Zebra (1.0.0)\n")], ["orphan"]),
    ("upgrade", [(O, "Left (1.3.0)", "Left (1.4.0)"), (O, commit("left"), commit("l4"))], PASS),
    ("upgrade of a pod of which a part is used", [(O, "Core (2.0.0)", "Core (2.1.0)"), (O, commit("right"), commit("r21"))], PASS),
    ("its checksum alone", [(O, commit("right"), commit("evil"))], ["hash-changed"]),
    ("another spec repo", [(O, "\nSPEC CHECKSUMS", f'\nSPEC REPOS:\n  "{REGISTRY}/specs":\n    - Left\n  "http://evil.example/specs":\n    - Right\n\nSPEC CHECKSUMS')], ["registry-changed"]),
])

F = "flake.lock"
FLAKE = json.dumps({"nodes": {"nixpkgs": {"locked": {"lastModified": 1, "narHash": sri("nix", "sha256"), "owner": "NixOS", "repo": "nixpkgs", "rev": commit("nix"), "type": "github"},
                                          "original": {"owner": "NixOS", "repo": "nixpkgs", "type": "github"}},
                              "root": {"inputs": {"nixpkgs": "nixpkgs"}}}, "root": "root", "version": 7}, indent=2)
fmt("flake", {F: FLAKE}, [
    ("narHash changed", [(F, sri("nix", "sha256"), sri("evil", "sha256"))], ["hash-changed"]),
    ("narHash removed", [(F, f'"narHash": "{sri("nix", "sha256")}",', "")], ["hash-removed"]),
    ("orphan", [(F, '"nodes": {', '"nodes": {"zebra": {"locked": {"type": "github", "owner": "x", "repo": "y", "rev": "' + commit("z") + '", "narHash": "' + sri("z", "sha256") + '"}},')], ["orphan"]),
    ("update", [(F, sri("nix", "sha256"), sri("n2", "sha256")), (F, commit("nix"), commit("n2"))], PASS),
])

Z = "MODULE.bazel.lock"
BAZEL = json.dumps({"lockFileVersion": 16, "registryFileHashes": {f"{REGISTRY}/modules/left/1.3.0/MODULE.bazel": hexed("left"), f"{REGISTRY}/modules/none/1/MODULE.bazel": None},
                    "moduleExtensions": {"//:ext.bzl%ext": {"general": {"generatedRepoSpecs": {"tool": {"attributes": {
                        "urls": [f"{REGISTRY}/tool-1.0.zip"], "sha256": hexed("tool")}}}}}}}, indent=2)
fmt("bazel lock", {Z: BAZEL}, [
    ("hash changed", [(Z, hexed("left"), hexed("evil"))], ["hash-changed"]),
    ("hash removed", [(Z, f'"{hexed("left")}"', "null")], ["hash-removed"]),
    ("hash of an extension's repository", [(Z, hexed("tool"), hexed("evil"))], ["hash-changed"]),
    ("upgrade of an extension's repository", [(Z, "tool-1.0", "tool-1.1"), (Z, hexed("tool"), hexed("t11"))], PASS),
    ("another host", [(Z, REGISTRY, EVIL)], ["source-unknown-host"]),
])

K = "conan.lock"
CONAN = json.dumps({"version": "0.5", "requires": [f"left/1.3.0#{hexed('left', 'md5')}%1700000000.0"], "build_requires": [], "python_requires": []}, indent=4)
fmt("conan", {K: CONAN}, [
    ("revision changed", [(K, hexed("left", "md5"), hexed("evil", "md5"))], ["hash-changed"]),
    ("upgrade", [(K, "1.3.0", "1.4.0"), (K, hexed("left", "md5"), hexed("l4", "md5"))], PASS),
])

E = "renv.lock"
RENV = json.dumps({"R": {"Version": "4.3.1", "Repositories": [{"Name": "main", "URL": REGISTRY}]},
                   "Packages": {"left": {"Package": "left", "Version": "1.3.0", "Source": "Repository", "Repository": "main", "Hash": hexed("left", "md5")}}}, indent=2)
fmt("renv", {E: RENV}, [
    ("hash changed", [(E, hexed("left", "md5"), hexed("evil", "md5"))], ["hash-changed"]),
    ("another repository", [(E, REGISTRY, EVIL)], ["registry-changed"]),
])

A = "Manifest.toml"
JULIA = f'julia_version = "1.9.0"\nmanifest_format = "2.0"\n\n[[deps.Left]]\ngit-tree-sha1 = "{commit("left")}"\nuuid = "00000000-0000-0000-0000-000000000000"\nversion = "1.3.0"\n'
fmt("julia", {A: JULIA}, [
    ("tree changed", [(A, commit("left"), commit("evil"))], ["hash-changed"]),
    ("upgrade", [(A, "1.3.0", "1.4.0"), (A, commit("left"), commit("l4"))], PASS),
])

Y = "stack.yaml.lock"
STACK = (f'packages:\n- completed:\n    hackage: left-1.3.0@sha256:{hexed("left")},1234\n    pantry-tree:\n      sha256: {hexed("tree")}\n      size: 100\n  original:\n    hackage: left-1.3.0\nsnapshots: []\n')
fmt("stack", {Y: STACK}, [
    ("hash changed", [(Y, hexed("left"), hexed("evil"))], ["hash-changed"]),
    ("tree changed", [(Y, hexed("tree"), hexed("evil"))], ["hash-changed"]),
])

H = "Chart.lock"
HELM = f'dependencies:\n- name: left\n  repository: {REGISTRY}/charts\n  version: 1.3.0\ndigest: sha256:{hexed("deps")}\ngenerated: "2024-01-01T00:00:00Z"\n'
fmt("helm", {H: HELM}, [
    ("another host", [(H, REGISTRY, EVIL)], ["source-unknown-host"]),
    ("upgrade", [(H, "1.3.0", "1.4.0"), (H, hexed("deps"), hexed("d4"))], PASS),
])

X = "SHA256SUMS"
fmt("sums", {X: f"{hexed('left')}  left.tar.gz\n{hexed('right')} *right.tar.gz\n"}, [
    ("hash changed", [(X, hexed("left"), hexed("evil"))], ["hash-changed"]),
    ("malformed", [(X, hexed("left"), hexed("left")[:50])], INCOMPLETE),
    ("a file more", [(X, None, f"{hexed('left')}  left.tar.gz\n{hexed('right')} *right.tar.gz\n{hexed('new')}  new.tar.gz\n")], PASS),
])

# ---- what pnpm, Bundler, uv and Poetry were seen to install ----
P = "pnpm-lock.yaml"


def pnpm(left="1.0.0", middle="1.0.0", right="1.0.0"):
    entries = "".join(f"\n  {name}@{version}:\n    resolution: {{integrity: {sri(name + version)}}}\n"
                      for name, version in (("left", "1.0.0"), ("middle", "1.0.0"), ("other", "1.0.0"), ("right", right)))
    return (f"lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      left:\n        specifier: ^1.0.0\n        version: {left}\n"
            f"      other:\n        specifier: ^1.0.0\n        version: 1.0.0\n      right:\n        specifier: ^1.0.0\n        version: {right}\n"
            f"\npackages:\n{entries}\nsnapshots:\n\n  left@1.0.0: {{}}\n\n  middle@1.0.0: {{}}\n\n  other@1.0.0: {{}}\n\n"
            f"  right@{right}:\n    dependencies:\n      middle: {middle}\n")


fmt("pnpm, who gets what", {P: pnpm(), "package.json": '{"name": "shop", "dependencies": {"left": "^1.0.0", "other": "^1.0.0", "right": "^1.0.0"}}\n',
                            "pnpm-workspace.yaml": "packages:\n  - packages/*\n"}, [
    ("the project gets a folder", [(P, None, pnpm(left="link:evil"))], ["shadow"]),
    ("the project gets another package", [(P, None, pnpm(left="other@1.0.0"))], ["shadow"]),
    ("a package gets a folder", [(P, None, pnpm(middle="link:evil"))], ["shadow"]),
    ("a package gets another package", [(P, None, pnpm(middle="other@1.0.0"))], ["shadow"]),
    ("a new version gets another package", [(P, None, pnpm(middle="other@1.0.0", right="1.1.0"))], PASS),
    ("hooks in another file", [("pnpm-workspace.yaml", "packages:", "pnpmfile: tools/hooks.cjs\npackages:")], ["protection-weakened"]),
    ("node from elsewhere", [("pnpm-workspace.yaml", "packages:", f"nodeDownloadMirrors:\n  release: {EVIL}/\npackages:")], ["registry-changed"]),
    ("a store in the repository", [("store/v10/files/ab/" + hexed("evil", "sha512")[2:], None, "evil\n")], ["vendored-unlisted"]),
])

G = "Gemfile.lock"


def gems(right="1.0.0", need="", more=""):
    return (f"GEM\n  remote: {REGISTRY}/\n  specs:\n{more}    left (1.0.0)\n    right ({right})\n      left (~> 1.0)\n{need}\nPLATFORMS\n  ruby\n\n"
            "DEPENDENCIES\n  right (~> 1.0)\n\nBUNDLED WITH\n   2.5.0\n")


fmt("bundler, a second look", {G: gems(), "Gemfile": f'source "{REGISTRY}"\ngem "right", "~> 1.0"\n', ".bundle/config": '---\nBUNDLE_PATH: "vendor/bundle"\n',
                               "vendor/cache/tool-0123456789ab/lib/tool.rb": "tool\n", "vendor/bundle/ruby/3.1.0/gems/left-1.0.0/lib/left.rb": "left\n"}, [
    ("a need invented", [(G, None, gems(need="      evil\n", more="    evil (1.0.0)\n"))], ["shadow"]),
    ("a new version needs more", [(G, None, gems("1.1.0", need="      more\n", more="    more (1.0.0)\n"))], PASS),
    ("a mirror", [(".bundle/config", "---\n", f'---\nBUNDLE_MIRROR__ALL: "{EVIL}"\n')], ["registry-changed"]),
    ("a folder for a repository", [(".bundle/config", "---\n", '---\nBUNDLE_LOCAL__TOOL: "evil"\n')], ["protection-weakened"]),
    ("checksums not compared", [(".bundle/config", "---\n", '---\nBUNDLE_DISABLE_CHECKSUM_VALIDATION: "true"\n')], ["protection-weakened"]),
    ("a plugin", [("Gemfile", 'gem "right"', 'plugin "evil"\ngem "right"')], ["protection-weakened"]),
    ("a repository's copy edited", [("vendor/cache/tool-0123456789ab/lib/tool.rb", "tool", "evil")], ["vendored-changed"]),
    ("an installed gem edited", [("vendor/bundle/ruby/3.1.0/gems/left-1.0.0/lib/left.rb", "left", "evil")], ["vendored-changed"]),
])

fmt("uv and poetry, settings", {"pyproject.toml": PROJECT, "uv.toml": f'[[index]]\nurl = "{REGISTRY}/simple"\n', "poetry.toml": "[virtualenvs]\nin-project = true\n"}, [
    ("Python from elsewhere", [("uv.toml", "[[index]]", f'python-install-mirror = "{EVIL}"\n\n[[index]]')], ["registry-changed"]),
    ("a proxy", [("uv.toml", "[[index]]", f'https-proxy = "{EVIL}"\n\n[[index]]')], ["registry-changed"]),
    ("a cache in the repository", [("cache/archive-v0/hCy0rM6oH0AnZPMU/six.py", None, "evil\n")], ["vendored-unlisted"]),
    ("a builder from elsewhere", [("pyproject.toml", None, PROJECT + f'\n[build-system]\nrequires = ["evil @ {EVIL}/evil.whl"]\n')], ["registry-changed"]),
    ("a plugin of Poetry's", [("pyproject.toml", None, PROJECT + '\n[tool.poetry.requires-plugins]\nevil = ">=1"\n')], ["protection-weakened"]),
    ("no certificate", [("poetry.toml", None, "[certificates.main]\ncert = false\n")], ["protection-weakened"]),
    ("builders of the index", [("pyproject.toml", None, PROJECT + '\n[build-system]\nrequires = ["setuptools>=61"]\n')], PASS),
])

# ---- build files: calls that fetch ----
Q = "MODULE.bazel"
MODULE = f'''bazel_dep(name = "rules_cc", version = "0.1.1")

http_archive = use_repo_rule("@bazel_tools//tools/build_defs/repo:http.bzl", "http_archive")
RIGHT = "2.0.0"

http_archive(
    name = "left",
    sha256 = "{hexed('left')}",  # of the release
    urls = [
        "{REGISTRY}/left-1.3.0.tar.gz",
    ],
)

http_archive(
    name = "right",
    integrity = "{sri('right', 'sha256')}",
    url = "{REGISTRY}/right-%s.tar.gz" % RIGHT,
)

git_override(
    module_name = "tool",
    commit = "{commit('tool')}",
    remote = "https://github.com/example/tool.git",
)
'''
fmt("bazel", {Q: MODULE}, [
    ("sha256 changed", [(Q, hexed("left"), hexed("evil"))], ["hash-changed"]),
    ("integrity changed", [(Q, sri("right", "sha256"), sri("evil", "sha256"))], ["hash-changed"]),
    ("sha256 removed", [(Q, f'    sha256 = "{hexed("left")}",  # of the release\n', "")], ["hash-removed"]),
    ("sha256 commented out", [(Q, "    sha256 =", "    # sha256 =")], ["hash-removed"]),
    ("sha256 empty", [(Q, hexed("left"), "")], ["hash-removed"]),
    ("sha256 cut off", [(Q, hexed("left"), hexed("left")[:40])], ["hash-malformed"]),
    ("sha256 out of another file", [(Q, f'"{hexed("left")}"', "LEFT_SHA256")], ["hash-removed"]),
    ("another URL without a hash", [(Q, None, MODULE.replace("left-1.3.0", "left-1.4.0").replace(f'    sha256 = "{hexed("left")}",', ""))], ["hash-missing"]),
    ("another host", [(Q, f"{REGISTRY}/left", f"{EVIL}/left")], ["source-unknown-host"]),
    ("a mirror more", [(Q, f'{REGISTRY}/left-1.3.0.tar.gz",', f'{REGISTRY}/left-1.3.0.tar.gz", "{EVIL}/left.tar.gz"')], ["source-unknown-host"]),
    ("http", [(Q, f"{REGISTRY}/left", f"{REGISTRY}/left".replace("https", "http"))], ["source-insecure"]),
    ("commit to a branch", [(Q, f'commit = "{commit("tool")}"', 'branch = "main"')], ["unpinned"]),
    ("commit to a tag", [(Q, f'commit = "{commit("tool")}"', 'tag = "v1"')], ["unpinned"]),
    ("repository of another host", [(Q, "github.com", "evil.example")], ["source-unknown-host"]),
    ("under another name, through a macro", [(Q, None, MODULE + f'maybe(fetch, name = "left", url = "{REGISTRY}/left-1.3.0.tar.gz", sha256 = "{hexed("evil")}")\n')],
     ["hash-conflict"]),
    ("upgrade", [(Q, None, MODULE.replace("1.3.0", "1.4.0").replace(hexed("left"), hexed("l4")))], PASS),
    ("upgrade through a constant", [(Q, None, MODULE.replace("2.0.0", "2.1.0").replace(sri("right", "sha256"), sri("r21", "sha256")))], PASS),
    ("another commit", [(Q, commit("tool"), commit("t2"))], PASS),
    ("reformatted", [(Q, None, MODULE.replace("\n    ", " ").replace(",  # of the release", ","))], PASS),
])

D = "CMakeLists.txt"
CMAKE = f'''cmake_minimum_required(VERSION 3.24)
include(FetchContent)
set(RIGHT_VERSION 2.0.0)
FetchContent_Declare(left
  URL {REGISTRY}/left-1.3.0.tar.gz # the release
  URL_HASH SHA256={hexed('left')}
)
FetchContent_Declare(right URL "{REGISTRY}/right-${{RIGHT_VERSION}}.tar.gz" URL_HASH SHA512={hexed('right', 'sha512')})
FetchContent_Declare(tool
  GIT_REPOSITORY https://github.com/example/tool.git
  GIT_TAG {commit('tool')} # v1.0.0
)
file(DOWNLOAD {REGISTRY}/data.bin "${{CMAKE_BINARY_DIR}}/data.bin" EXPECTED_HASH SHA256={hexed('data')})
'''
fmt("cmake", {D: CMAKE}, [
    ("hash changed", [(D, hexed("left"), hexed("evil"))], ["hash-changed"]),
    ("hash changed behind a variable", [(D, hexed("right", "sha512"), hexed("evil", "sha512"))], ["hash-changed"]),
    ("hash of a file changed", [(D, hexed("data"), hexed("evil"))], ["hash-changed"]),
    ("hash removed", [(D, f"  URL_HASH SHA256={hexed('left')}\n", "")], ["hash-removed"]),
    ("hash commented out", [(D, "  URL_HASH SHA256", "  # URL_HASH SHA256")], ["hash-removed"]),
    ("hash in a bracket comment", [(D, f"URL_HASH SHA256={hexed('left')}", f"#[[URL_HASH SHA256={hexed('left')}]]")], ["hash-removed"]),
    ("hash out of a variable", [(D, f"SHA256={hexed('left')}", "SHA256=${LEFT_HASH}")], ["hash-removed"]),
    ("weakened", [(D, f"URL_HASH SHA256={hexed('left')}", f"URL_MD5 {hexed('left', 'md5')}")], ["hash-weakened"]),
    ("cut off", [(D, hexed("left"), hexed("left")[:40])], ["hash-malformed"]),
    ("unknown algorithm", [(D, f"SHA256={hexed('left')}", f"ROT13={hexed('left')}")], ["hash-malformed"]),
    ("another host", [(D, f"{REGISTRY}/left", f"{EVIL}/left")], ["source-unknown-host"]),
    ("userinfo", [(D, f"{REGISTRY}/left", "https://registry.example.org@evil.example/left")], ["source-deceptive"]),
    ("commit to a tag", [(D, commit("tool"), "v1.0.0")], ["unpinned"]),
    ("commit dropped", [(D, f"  GIT_TAG {commit('tool')} # v1.0.0\n", "")], ["unpinned"]),
    ("TLS off", [(D, "EXPECTED_HASH", "TLS_VERIFY OFF EXPECTED_HASH")], ["protection-weakened"]),
    ("upgrade", [(D, None, CMAKE.replace("1.3.0", "1.4.0").replace(hexed("left"), hexed("l4")))], PASS),
    ("upgrade through a variable", [(D, None, CMAKE.replace("2.0.0", "2.1.0").replace(hexed("right", "sha512"), hexed("r21", "sha512")))], PASS),
    ("another case and layout", [(D, None, CMAKE.replace("FetchContent_Declare(left\n ", "fetchcontent_declare( left"))], PASS),
    ("a string without an end", [(D, None, CMAKE + 'message("')], INCOMPLETE),
    ("a bracket without an end", [(D, None, CMAKE + "#[=[ ]]\n")], INCOMPLETE),
])

PORT = "ports/left/portfile.cmake"
PORTFILE = (f"vcpkg_from_github(\n    OUT_SOURCE_PATH SOURCE_PATH\n    REPO example/left\n    REF v1.3.0\n    SHA512 {hexed('left', 'sha512')}\n    HEAD_REF main\n)\n"
            f"vcpkg_download_distfile(ARCHIVE\n    URLS {REGISTRY}/extra.zip\n    FILENAME extra.zip\n    SHA512 {hexed('extra', 'sha512')}\n)\n")
fmt("vcpkg portfile", {PORT: PORTFILE}, [
    ("hash changed", [(PORT, hexed("left", "sha512"), hexed("evil", "sha512"))], ["hash-changed"]),
    ("hash of a file changed", [(PORT, hexed("extra", "sha512"), hexed("evil", "sha512"))], ["hash-changed"]),
    ("hash 0", [(PORT, hexed("left", "sha512"), "0")], ["hash-malformed"]),
    ("check skipped", [(PORT, f"SHA512 {hexed('extra', 'sha512')}", "SKIP_SHA512")], ["hash-removed"]),
    ("upgrade", [(PORT, "v1.3.0", "v1.4.0"), (PORT, hexed("left", "sha512"), hexed("l4", "sha512"))], PASS),
])

# ------------------------------------------------------------------------------------------------


def git(repo, *args):
    subprocess.run(["git", "-C", repo, "-c", "core.autocrlf=false", *args], check=True, stdout=subprocess.DEVNULL)


def write(repo, path, text):
    full = os.path.join(repo, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8", errors="surrogateescape", newline="") as out:
        out.write(text)


def apply(repo, edits):
    for path, old, new in edits:
        if old is None and new is not None:
            write(repo, path, new)
            continue
        if old is None:
            os.remove(os.path.join(repo, path))
            continue
        with open(os.path.join(repo, path), encoding="utf-8") as file:
            text = file.read()
        write(repo, path, text.replace(old, new))


def judge(seamgate, repo):
    report = os.path.join(repo, ".git", "result.json")
    code = subprocess.run([seamgate, "run", "--base", "main", "--head", "HEAD", "-q", "--check", "dependencies", "--report", f"json={report}"],
                          cwd=repo, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if not os.path.exists(report):
        return code.returncode, [], code.stderr
    with open(report, encoding="utf-8") as file:
        result = json.load(file)
    return code.returncode, [f["rule"].removeprefix("dependencies/") for f in result["findings"] if f["blocking"]], \
        [i["reason"] for c in result["checks"] for i in c["incomplete"]]


def fits(expected, code, rules):
    if expected == PASS:
        return code == 0
    if expected == INCOMPLETE:
        return code == 3
    return code == 1 and all(rule in rules for rule in expected)


def main():
    seamgate, passed, failed = os.path.abspath(sys.argv[1]), 0, 0
    with tempfile.TemporaryDirectory() as scratch:
        for name, (files, rows) in FORMATS.items():
            repo = os.path.join(scratch, name.replace(" ", "-"))
            subprocess.run(["git", "init", "-q", "-b", "main", repo], check=True)
            for path, text in files.items():
                write(repo, path, text)
            git(repo, "add", "-A")
            git(repo, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-qm", "base")
            for row, edits, expected in rows:
                git(repo, "checkout", "-qfB", "topic", "main")
                git(repo, "clean", "-qfdx")
                apply(repo, edits)
                git(repo, "add", "-A")
                git(repo, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-qm", row, "--allow-empty")
                code, rules, why = judge(seamgate, repo)
                if code == 3 and expected == PASS and "base equals head" in str(why):
                    code = 0
                if fits(expected, code, rules):
                    passed += 1
                else:
                    failed += 1
                    print(f"FAIL {name}: {row}: wanted {expected}, got exit {code}, {rules} {why}")
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
