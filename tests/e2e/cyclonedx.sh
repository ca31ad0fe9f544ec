#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The bill of materials held against the schema that CycloneDX publishes (by its Python library, strictly), and its package URLs against the
# library of package-url: of the trees of golden cases with locks, and of names made to be odd. And that the validator finds fault with a spoilt one.
#   sh tests/e2e/cyclonedx.sh SEAMGATE
# Where the index of Python packages is not reached it is skipped: exit 77.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
gate=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
(
	# shellcheck source=/dev/null
	[ ! -r "${SCRATCH:-/nowhere}/registries" ] || . "$SCRATCH/registries"
	python3 -m venv "$work/tools" &&
		timeout 120 "$work/tools/bin/python" -m pip install -q 'cyclonedx-python-lib[json-validation]==11.12.0' packageurl-python==0.17.6
) >"$work/pip.log" 2>&1 || {
	echo "the index of Python packages is not reached: $(tail -n 1 "$work/pip.log")"
	exit 77
}

# --- trees ---
mkdir "$work/odd"
cd "$work/odd"
zero=0000000000000000000000000000000000000000000000000000000000000000
python3 - <<'PYTHON'
import json
odd = ["a b", "ü", "%41", "a?b", "a#b", "<x>", "a\\b", "\"", "{x}", "^", "`", "\u202ex", "@s/ü x", "::x", "a:b", "a/../b"]
packages = {f"node_modules/{name}": {"name": name, "version": f"1.0.0+{name}", "resolved": f"https://registry.example.org/{name}/-/1.0.0+{name}.tgz?{name}#{name}",
    "integrity": "sha512-" + "A" * 86 + "=="} for name in odd}
json.dump({"lockfileVersion": 3, "packages": {"": {}, **packages}}, open("package-lock.json", "w"))
PYTHON
printf 'FROM a/b@sha256:%s\nFROM x:1\nFROM $Y\n' $zero >Dockerfile
printf '%s  a b\n%s  ../x\n' $zero $zero >SHA256SUMS
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 1\n' $zero >model.bin
mkdir "$work/reports"
# Folders named .git are passed over: a folder is scanned as it is.
"$gate" scan "$work/odd" -q --report cyclonedx="$work/reports/odd.json" >/dev/null 2>&1 || true
WORK=$work/case
mkdir "$WORK"
(
	CASES=$(dirname "$here")/cases
	export CASES WORK HOME="$WORK" GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
	# shellcheck source=/dev/null
	. "$CASES/lib.sh"
	# shellcheck source=/dev/null
	. "$CASES/dependencies/inventory/setup.sh"
) >/dev/null
(cd "$WORK/repo" && SOURCE_DATE_EPOCH=1700000000 "$gate" scan -q --report cyclonedx="$work/reports/case.json" >/dev/null 2>&1) || true

"$work/tools/bin/python" - "$work/reports" <<'PYTHON'
import glob, json, re, sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
validator, purls, count = JsonStrictValidator(SchemaVersion.V1_6), 0, 0
for path in sorted(glob.glob(sys.argv[1] + "/*.json")):
    text = open(path).read()
    wrong = validator.validate_str(text)
    assert wrong is None, f"{path}: {wrong!r:.2000}"
    bill = json.loads(text)
    assert bill["components"], path
    for component in bill["components"]:
        count += 1
        if "purl" in component:
            purls += 1
            # The library takes the lower case of a name that it has encoded already, and leaves slashes of a version as they are.
            theirs = re.sub("%[0-9a-f]{2}", lambda match: match.group().upper(), PackageURL.from_string(component["purl"]).to_string())
            assert theirs == component["purl"].replace("%2F", "/"), (component["purl"], theirs)
    for spoil in ({"bomFormat": "Other"}, {"components": [{"type": "library"}]}, {"components": bill["components"][:1] * 2}):
        assert validator.validate_str(json.dumps({**bill, **spoil})) is not None, f"{spoil} is still valid"
assert purls > 20, purls
print(f"{count} components, {purls} package URLs: valid")
PYTHON
