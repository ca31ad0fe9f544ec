# SPDX-License-Identifier: Apache-2.0
"""The release workflow, step by step as its system would run it: the shipped YAML's steps, with stand-ins for what takes minutes and is
run elsewhere (cmake, ninja) or reaches other machines (gh).

usage: release.py DEB VERSION      DEB: a package that was built, in the place of the one that cpack would build
"""
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile

from runner import Runner

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WORKFLOW = ROOT + "/.github/workflows/release.yml"
CPACK = """#!/bin/sh
while [ $# -gt 0 ]; do case $1 in -G) kind=$2 ;; -B) folder=$2 ;; esac; shift; done
mkdir -p "$folder"
case $kind in
DEB) cp "$DEB" "$folder/" ;;
TGZ) echo tarball >"$folder/seamgate-$VERSION-linux-$(uname -m).tar.gz" ;;
*) exit 9 ;;
esac
"""
# As far as it is used: run download RUN --pattern P --dir D, and release create TAG ….
GH = """#!/bin/sh
[ "$GH_TOKEN" = token ] || exit 9
case "$1 $2" in
"run download") [ "$*" = "run download 7 --pattern packages-* --dir packages" ] || exit 9; mkdir packages; cp -r "$KEPT"/* packages/ ;;
"release create") shift 2; echo "$*" >"$KEPT.created"; for file; do [ ! -f "$file" ] || cp "$file" "$KEPT.published/"; done ;;
*) exit 9 ;;
esac
"""


def need(what, holds, more=""):
    if not holds:
        sys.exit(f"FAIL: {what}\n{more}")
    print(f"ok: {what}")


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, 0o755)


class Release:
    def __init__(self, work, deb, version):
        self.work, self.kept = work, work + "/kept"
        for name, text in (("cmake", "#!/bin/sh\n"), ("ninja", "#!/bin/sh\n"), ("cpack", CPACK), ("gh", GH)):
            write(f"{work}/stand-ins/{name}", text)
        os.makedirs(self.kept + ".published")
        self.env = {**os.environ, "PATH": f"{work}/stand-ins:{os.environ['PATH']}", "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_RUN_ID": "7", "DEB": deb,
                    "VERSION": version, "KEPT": self.kept, "GITHUB_SHA": "0123456789abcdef0123456789abcdef01234567", "GITHUB_REPOSITORY": "acme/seamgate"}

    def runner(self, tag):
        folder, temp = tempfile.mkdtemp(dir=self.work), tempfile.mkdtemp(dir=self.work)

        def checkout(given):
            need("the checkout keeps no token", given == {"persist-credentials": "False"} or given == {"persist-credentials": "false"}, str(given))
            for name in ("cmake", "ci-examples"):
                shutil.copytree(f"{ROOT}/{name}", f"{folder}/{name}")
            shutil.copy(ROOT + "/CMakeLists.txt", folder)
        it = Runner(ROOT, temp, dict(self.env, GITHUB_WORKSPACE=folder, RUNNER_TEMP=temp, GITHUB_REF=f"refs/tags/{tag}"), {}, checkout)
        it.contexts["github"].update(ref_name=tag, token="token")
        return it

    def build(self, tag, machine):
        it = self.runner(tag)
        it.contexts["matrix"] = {"runner": machine}
        done = it.job(WORKFLOW, "build")
        if not done.failed:
            given = done.used["actions/upload-artifact"]
            need("nothing to upload is an error", given["if-no-files-found"] == "error")
            files = glob.glob(f"{it.workspace()}/{given['path']}")
            shutil.copytree(os.path.dirname(files[0]), f"{self.kept}/{given['name']}")
        return done

    def publish(self, tag, key):
        it = self.runner(tag)
        it.contexts["secrets"] = {"SEAMGATE_RELEASE_KEY": key}
        return it, it.job(WORKFLOW, "publish")


def main(deb, version):
    with tempfile.TemporaryDirectory() as work:
        release = Release(work, deb, version)
        need("a tag that the sources do not say is no release", release.build("v99.0.0", "ubuntu-24.04").failed)
        done = release.build("v" + version, "ubuntu-24.04")
        need("the packages are built", not done.failed, done.log)
        need("and kept under the runner's name", sorted(name[-3:] for name in os.listdir(f"{release.kept}/packages-ubuntu-24.04")) == [".gz", "deb"])
        _, done = release.publish("v" + version, "no key")
        need("without a key nothing is published", done.failed and not os.path.exists(release.kept + ".created"), done.log)
        key = subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.decode()
        it, done = release.publish("v" + version, key.strip())
        need("it is signed and published", not done.failed, done.log)
        need("the key is neither printed nor left lying", not os.path.exists(it.temp + "/key.pem") and key.split("\n")[1] not in done.log)
        with open(release.kept + ".created", encoding="utf-8") as file:
            created = file.read().split()
        need("under its tag, which must be there", created[0] == "v" + version and "--verify-tag" in created)
        published = sorted(os.listdir(release.kept + ".published"))
        need("all files are published", {"SHA256SUMS", "SHA256SUMS.sig", "provenance.json", "provenance.json.sig"} < set(published) and len(published) == 6, str(published))
        with open(release.kept + ".published/provenance.json", encoding="utf-8") as file:
            need("the provenance names the commit and the tag", json.load(file)["predicate"]["buildDefinition"]["resolvedDependencies"][0] == {
                "uri": f"git+https://git.example.org/acme/seamgate@refs/tags/v{version}", "digest": {"gitCommit": release.env["GITHUB_SHA"]}})


main(*sys.argv[1:])
