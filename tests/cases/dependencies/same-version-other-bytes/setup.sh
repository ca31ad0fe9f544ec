# SPDX-License-Identifier: Apache-2.0
# What no lock has a hash of, and what is its own lock: archives replaced under a name with a version in it, and a registry of Bazel's
# whose file and hash change together.
repo
sri() { printf 'sha256-%s' "$(openssl dgst -sha256 -binary "$1" | base64)"; }
module=modules/left/1.0.0
source_json() { # INTEGRITY-OF MORE
	printf '{"url": "https://registry.example.org/left.tgz", "integrity": "sha256-%s"%s}\n' "$(printf '%s' "$1" | openssl dgst -sha256 -binary | base64)" "${2-}" | put $module/source.json
}
patches() { printf ', "patches": {"a.patch": "%s"}' "$(sri $module/patches/a.patch)"; }
echo one | put kept/left-1.0.0.crate
echo one | put kept/own.crate
echo one | put feed/Left.1.0.0.nupkg
echo '{"version": 1, "dependencies": {"net8.0": {}}}' | put packages.lock.json
echo patch | put $module/patches/a.patch
source_json 1 "$(patches)"
commit start
git checkout -q -b archives main
for file in kept/*.crate feed/*.nupkg; do echo two >"$file"; done
commit archives
git checkout -q -b newer main
git mv kept/left-1.0.0.crate kept/left-1.1.0.crate
echo two >kept/left-1.1.0.crate
commit newer
git checkout -q -b patched main
echo other >$module/patches/a.patch
source_json 1 "$(patches)"
commit patched
git checkout -q -b dropped main
git rm -rq $module/patches
source_json 1
commit dropped
git checkout -q -b other-archive main
source_json 2 "$(patches)"
commit other-archive
git checkout -q -b more main
echo more | put $module/overlay/BUILD
source_json 1 "$(patches), \"overlay\": {\"BUILD\": \"$(sri $module/overlay/BUILD)\"}"
commit more
git checkout -q -b new-version main
module=modules/left/1.1.0
echo patch | put $module/patches/a.patch
source_json 2 "$(patches)"
commit new-version
# One more wheel of a version that is there, which pip may take instead; then the wheels of a new version, all at once.
wheel() { # FILE CONTENT
	python3 - "$@" <<'EOF'
import base64, hashlib, sys, zipfile
name, content = sys.argv[1:]
version = name.split('-')[1]
info = f'left-{version}.dist-info'
files = {'left.py': content, f'{info}/METADATA': f'Metadata-Version: 2.1\nName: left\nVersion: {version}\n'}
record = ''.join(f'{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")},{len(text)}\n' for path, text in files.items())
with zipfile.ZipFile(name, 'w') as archive:
	for path, text in {**files, f'{info}/RECORD': record + f'{info}/RECORD,,\n'}.items():
		archive.writestr(zipfile.ZipInfo(path), text)
EOF
}
git checkout -q -b wheels main
printf -- '--no-index\n--find-links wheels\nleft==1.0.0\n' | put requirements.txt
mkdir wheels
wheel wheels/left-1.0.0-py3-none-any.whl one
commit wheels
git checkout -q -b beside wheels
wheel wheels/Left-1.0.0-cp311-none-any.whl two
commit beside
git checkout -q -b raised wheels
git rm -q wheels/left-1.0.0-py3-none-any.whl
mkdir -p wheels
wheel wheels/left-1.1.0-py3-none-any.whl one
wheel wheels/left-1.1.0-cp311-none-any.whl two
sed -i 's/1.0.0/1.1.0/' requirements.txt
commit raised
