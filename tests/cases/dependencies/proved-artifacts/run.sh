# SPDX-License-Identifier: Apache-2.0
# Each row changes the working tree or what lies beside it, is judged, and is put back.
# row WHAT ARGUMENTS…
row() {
	what=$1
	shift
	seamgate "$@" --check dependencies -q --report "json=$WORK/out.json" >"$WORK/log" 2>&1 && code=0 || code=$?
	printf '%s: exit %s\n' "$what" "$code"
	python3 - "$WORK/out.json" <<'PYTHON'
import json, sys
result = json.load(open(sys.argv[1]))
for check in result["checks"]:
    print("  ", {key: value for key, value in check["examined"].items() if "prove" in key or key == "refuted"}) if check["name"] == "dependencies" else None
    for item in check["incomplete"]:
        print("   incomplete", item["path"], item["reason"])
for finding in result["findings"]:
    print("  ", finding["rule"], finding["path"], finding["detail"].get("artifact", ""), "|", finding["message"].split(";")[0])
PYTHON
}

change() {
	row "$1" run --worktree
	git reset -q --hard
	git clean -qfd
}

# swap FILE PROGRAM: members of an archive, by Python.
swap() {
	python3 -c "import sys, tarfile, zipfile; path = sys.argv[1]; $2" "$1" 2>/dev/null
}

row "as it is" scan
printf x >>vendor/cache/left-1.0.gem
change "a gem with a byte more"
swap vendor/cache/right-1.0.gem 't = tarfile.open(path); m = [(i, t.extractfile(i).read()) for i in t]; o = tarfile.open(path, "w"); import io
for i, b in m:
    i.size += i.name == "data.tar.gz"
    o.addfile(i, io.BytesIO(b + b"x"))
o.close()'
change "a gem without a checksum, of other files than it says"
swap vendor/cache/right-1.0.gem 't = tarfile.open(path, "w"); i = tarfile.TarInfo("/etc/x"); t.addfile(i); t.close()'
change "a gem with an absolute path"
cp vendor/cache/left-1.0.gem vendor/cache/more-1.0.gem
change "a gem that no lock names"
printf x >>feed/Left.1.0.0.nupkg
change "a package of NuGet"
printf x >>hex/left-1.0.0.tar
change "a tarball of Hex"
printf x >>repo/org/example/left/1.0/left-1.0.jar
change "a jar"
unpacked=unpacked/registry.example.org/acme/left/1.0.0/linux_amd64
printf x >>$unpacked/terraform-provider-left_v1.0.0
change "an unpacked provider's program"
printf x >$unpacked/more
change "a file more in an unpacked provider"
rm $unpacked/LICENSE
change "a file gone from an unpacked provider"
rm $unpacked/LICENSE && ln -s ../../../../../../mirror $unpacked/LICENSE
change "a link in an unpacked provider"
mkdir vendor/mirror && git mv unpacked vendor/mirror/ && printf x >>vendor/mirror/$unpacked/LICENSE
change "an unpacked provider moved, and another"
mkdir vendor/mirror && git mv unpacked vendor/mirror/
change "an unpacked provider moved"
git mv $unpacked other && ln -s ../../../../../other $unpacked
change "a link in the place of an unpacked provider"
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 9\n' 7 >$unpacked/terraform-provider-left_v1.0.0
change "a pointer in the place of an unpacked provider's program, and no object"
rm -r unpacked
change "an unpacked provider that goes"
sed -i 's/"h1:.*"/"zh:%064d"/' .terraform.lock.hcl && sed -i "s/%064d/$(printf %064d 7)/" .terraform.lock.hcl && git rm -qr mirror && printf x >>$unpacked/LICENSE && git commit -qam zh
row "an unpacked provider whose lock has no hash of files, edited" run --base HEAD~1
printf x >>$unpacked/LICENSE && git commit -qam edited
row "the same, and the lock as before" run --base HEAD~1
git reset -q --hard HEAD~2
mkdir -p docs/www.example.org/a/b/1.0/one_page && echo 1 >docs/www.example.org/a/b/1.0/one_page/index && git add docs && git commit -qm docs && echo 2 >docs/www.example.org/a/b/1.0/one_page/index
row "what only looks like a mirror" run --worktree
git reset -q --hard HEAD~1
swap mirror/terraform-provider-left_1.0.0_linux_amd64.zip 'zipfile.ZipFile(path, "a").writestr("more", "x")'
change "a provider with a file more"
swap mirror/terraform-provider-left_1.0.0_linux_amd64.zip 'zipfile.ZipFile(path, "a").writestr("LICENSE", "x")'
change "a provider with a file twice"
swap mirror/terraform-provider-left_1.0.0_linux_amd64.zip 'zipfile.ZipFile(path, "a").writestr("../x", "x")'
change "a provider with a path that leads out"
echo x >>modules/left/1.0/patches/a.patch
rm modules/left/1.0/overlay/src/BUILD
change "a patch, and an overlay that is gone"
chmod +x flake/a/x
change "a file of a flake's folder that is executable now"
echo x >>file
change "a file with a sum"
sed -i s/size.*/size\ 11/ model.bin
change "a pointer with another size"
echo x >>metrics.json
change "a file that DVC tracks and git has"
echo x >>"$(find .git/lfs -type f)"
echo x >>data/a
row "an object of Git LFS, a file of DVC's" scan
rm -r .git/lfs data
row "neither is here" scan
# The lock alone changes: what is here is other bytes than it says.
sed -i 's/left (1.0) sha256=../left (1.0) sha256=00/' Gemfile.lock
change "a checksum in the lock"
printf 'checks: {dependencies: {caches: false}}\nversion: 1\n' >policy.yml
row "without caches" scan --policy policy.yml
