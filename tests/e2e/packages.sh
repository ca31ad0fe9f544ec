#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What is packed is what is needed: the Debian package, unpacked into a root of its own, judges a change; its dependencies are the ones that its
# binary loads; the manual page and completions are there and read. A release's digests, provenance and signatures hold, and do not once
# a byte is changed.
#   sh tests/e2e/packages.sh BINARY      BINARY lies in its build folder
set -eu
build=$(CDPATH='' cd -- "$(dirname -- "$1")" && pwd)
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
	echo "FAIL: $*" >&2
	exit 1
}

# --- cmake --install, into a folder ---
cmake --install "$build" --prefix "$work/local" >/dev/null
"$work/local/bin/seamgate" version >/dev/null || fail "the installed binary does not run"
readelf -d "$work/local/bin/seamgate" | grep -q 'NEEDED.*libgit2' || [ -s "$work/local/share/doc/seamgate/linked/libgit2-dev" ] ||
	fail "libgit2 is shipped without its licence"

# --- the Debian package ---
cpack -G DEB --config "$build/CPackConfig.cmake" -B "$work/packages" >"$work/log" 2>&1 || { cat "$work/log" && fail "cpack"; }
deb=$(echo "$work"/packages/*.deb)
(cd "$work/packages" && sha256sum --check --quiet ./*.sha256) || fail "the digest beside the package"
dpkg-deb -x "$deb" "$work/root"
[ -z "$(find "$work/root" -mindepth 1 -maxdepth 1 ! -name usr)" ] || fail "something lies outside of /usr"
[ -z "$(find "$work/root" \( -perm /022 -o ! -user "$(id -u)" \) ! -type l)" ] || fail "others may write to what is installed"
for file in bin/seamgate share/man/man1/seamgate.1.gz share/bash-completion/completions/seamgate share/zsh/vendor-completions/_seamgate \
	share/fish/vendor_completions.d/seamgate.fish share/doc/seamgate/copyright share/doc/seamgate/changelog.gz; do
	[ -s "$work/root/usr/$file" ] || fail "$file is missing"
done
gate=$work/root/usr/bin/seamgate
# Every library that the binary names belongs to a package that it depends on.
depends=$(dpkg-deb -f "$deb" Depends)
readelf -d "$gate" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | while read -r library; do
	found=0
	for package in $(dpkg -S "*/$library" | cut -d: -f1 | sort -u); do
		case ", $depends," in
		*", $package "* | *", $package,"*) found=1 ;;
		esac
	done
	[ $found = 1 ] || fail "the package depends on none that has $library"
done
[ -z "$(readelf -S "$gate" | grep -F .debug_info)" ] || fail "the binary is not stripped"
zcat "$work/root/usr/share/man/man1/seamgate.1.gz" >"$work/seamgate.1"
for word in '.SH NAME' '.SH "\{0,1\}EXIT STATUS' 'merge RESULT' 'shard' '130, 143'; do
	grep -q -e "$word" "$work/seamgate.1" || fail "the manual page has no $word"
done
grep -n '^[.][A-Z]*' "$work/seamgate.1" | grep -v -E ':[.](\\"|TH|SH|SS|TP|B|BR|br)( |$)|:[.](TP|br)$|:[.]\\"' && fail "a request that the page does not know"
mkdir "$work/repository" && cd "$work/repository"
git init -q -b main && git config user.name Ada && git config user.email ada@example.org
echo shop >README && git add -A && git commit -qm start && git checkout -q -b topic
echo clean >more && git add -A && git commit -qm clean
"$gate" run --base main >/dev/null || fail "a clean change"
# Two halves, so that no key stands here.
printf 'key = %s%s\n' AKIA 5QW7XZ2LMN4KTRYF >settings && git add -A && git commit -qm dirty
"$gate" run --base main >/dev/null && fail "a change with a key passes"
echo "ok: the Debian package"

# --- a release ---
mkdir "$work/release" && cp "$deb" "$work/release/"
echo tarball >"$work/release/seamgate-0.1.0-linux-x86_64.tar.gz"
openssl genpkey -algorithm ed25519 -out "$work/key.pem" 2>/dev/null
openssl pkey -in "$work/key.pem" -pubout -out "$work/public.pem"
GITHUB_SHA=0123456789abcdef0123456789abcdef01234567 GITHUB_REPOSITORY=acme/seamgate sh "$root/cmake/packaging/release.sh" sign "$work/release" "$work/key.pem"
python3 - "$work/release" <<'PYTHON' || fail "the provenance"
import hashlib, json, os, sys
statement = json.load(open(sys.argv[1] + "/provenance.json"))
files = sorted(name for name in os.listdir(sys.argv[1]) if not name.startswith(("SHA256SUMS", "provenance")))
assert [subject["name"] for subject in statement["subject"]] == files, files
for subject in statement["subject"]:
    assert subject["digest"]["sha256"] == hashlib.sha256(open(f"{sys.argv[1]}/{subject['name']}", "rb").read()).hexdigest()
assert statement["predicate"]["buildDefinition"]["resolvedDependencies"][0]["digest"]["gitCommit"] == "0123456789abcdef0123456789abcdef01234567"
PYTHON
verify() {
	sh "$root/cmake/packaging/release.sh" verify "$work/release" "$work/public.pem" >/dev/null 2>&1
}
verify || fail "a release as it was signed"
cp -r "$work/release" "$work/signed"
for spoil in 'echo more >>seamgate-0.1.0-linux-x86_64.tar.gz' 'echo more >another.tar.gz' 'sed -i s/acme/evil/ provenance.json' 'sed -i s/^./0/ SHA256SUMS'; do
	rm -rf "$work/release" && cp -r "$work/signed" "$work/release"
	(cd "$work/release" && eval "$spoil")
	verify && fail "a spoilt release passes: $spoil"
done
echo "ok: digests, provenance, signatures"

# --- the workflow, and what cannot be run here is at least what it says ---
python3 "$root/tests/e2e/release.py" "$deb" "$(dpkg-deb -f "$deb" Version | cut -d- -f1)" || fail "the steps of the release workflow"
grep -q -x 'ARG BASE=debian:bookworm@sha256:[0-9a-f]\{64\}' "$root/cmake/packaging/Dockerfile" || fail "the image's base is not pinned"
python3 - "$root/.github/workflows/release.yml" <<'PYTHON' || fail "the release workflow"
import re, sys, yaml
jobs = yaml.safe_load(open(sys.argv[1]))["jobs"]
steps = [step for job in jobs.values() for step in job["steps"]]
assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"]) for step in steps if "uses" in step)
assert not any("${{" in step["run"] for step in steps if "run" in step)
assert jobs["publish"]["environment"] == "release" and jobs["build"]["strategy"]["matrix"]["runner"] == ["ubuntu-24.04", "ubuntu-24.04-arm"]
PYTHON
echo "ok: the workflow pins its actions"
