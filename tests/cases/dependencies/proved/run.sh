# SPDX-License-Identifier: Apache-2.0
# Each row changes the working tree or a cache, is judged, and is put back.
number=0
mkdir "$WORK/rows"

# row WHAT CACHES COMMAND…: by a command that judges.
row() {
	number=$((number + 1))
	mkdir "$WORK/rows/$number"
	printf '%s\n' "$1" >"$WORK/rows/$number/row"
	caches=$WORK/$2
	shift 2
	CARGO_HOME=$caches/cargo GOMODCACHE=$caches/go npm_config_cache=$caches/npm seamgate "$@" --check dependencies -q \
		--report "json=$WORK/rows/$number/json" >"$WORK/rows/$number/log" 2>&1 && code=0 || code=$?
	echo "$code" >"$WORK/rows/$number/code"
}

# change WHAT CACHES: the working tree against its commit; then as it was.
change() {
	row "$1" "$2" run --worktree
	git reset -q --hard
	git clean -qfd
}

listed() { # FILE: rewrites its hash in the list of the crate left
	sed -i "s/\"src\/lib.rs\": \"[0-9a-f]*\"/\"src\/lib.rs\": \"$(sha256sum <"$1" | cut -c 1-64)\"/" rust/vendor/left/.cargo-checksum.json
}

row "all, with caches" caches scan
row "all, without" none scan

object=$(find .git/modules/lib/objects -path '*/56/26abf0f72e58d7a153368ba57db4c673c0e171')
cp "$object" "$WORK/object"
chmod u+w "$object"
python3 -c 'import sys, zlib; open(sys.argv[1], "wb").write(zlib.compress(b"blob 4\0two\n"))' "$object"
row "submodule: a file of its clone is another" none scan
cp "$WORK/object" "$object"
mv .git/modules "$WORK/modules"
row "submodule: its clone is not here" none scan
mv "$WORK/modules" .git/modules

echo '// two' >>rust/vendor/left/src/lib.rs
change "crate: a file edited" none
echo '// two' >>rust/vendor/left/src/lib.rs
listed rust/vendor/left/src/lib.rs
change "crate: edited, its hash rewritten" caches
echo '// two' >>rust/vendor/left/src/lib.rs
sed -i 's/, "src\/lib.rs": "[0-9a-f]*"//' rust/vendor/left/.cargo-checksum.json
change "crate: edited, its hash taken off the list" none
echo 'fn main() {}' >rust/vendor/left/build.rs
change "crate: an unlisted build.rs" caches
rm rust/vendor/left/src/lib.rs
change "crate: a file gone" none

echo '// two' >>go/vendor/example.org/M/m.go
change "go: edited, with the module's zip" caches
echo '// two' >>go/vendor/example.org/M/m.go
change "go: edited, without" none
echo 'package m' >go/vendor/example.org/M/more.go
change "go: a file more" caches

cp "$WORK/caches/other.tgz" yarn/.yarn/cache/left-npm-1.0.0-*.zip
change "yarn: another zip" none
cp "$WORK/caches/other.tgz" yarn/.yarn/cache/right-npm-1.0.0-0123456789-0123456789.zip
change "yarn: a zip that no entry names" none
ln -sf ../npm/package.json "$(echo yarn/.yarn/cache/left-npm-1.0.0-*.zip)"
change "yarn: a link in a zip's place" none
cp "$WORK/caches/other.tgz" npm/left-1.0.0.tgz
change "npm: another archive" none
ln -sf package.json npm/left-1.0.0.tgz
change "npm: a link in its place" none
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 9\n' 7 >npm/left-1.0.0.tgz
change "npm: a pointer in its place, and no object" none
cp "$WORK/caches/other.tgz" left-2.0.0.tgz
change "npm: another archive above the lock" none
cp "$WORK/caches/patched.whl" py/wheels/left-1.0.0-py3-none-any.whl
change "python: another wheel than the lock's" none
cp "$WORK/caches/patched.whl" py/wheels/right-1.0.0-py3-none-any.whl
change "python: a patched wheel that no lock names" none
printf 'x = 2\n' >py/site/left/core.py
change "python: an installed file edited" none
printf 'x = 2\n' >py/site/left/core.py
cp "$WORK/caches/record" py/site/left-1.0.0.dist-info/RECORD
printf 'x = 3\n' >py/site/left/more.py
change "python: edited, RECORD rewritten; a file more" none
printf 'x = 2\n' >py/site/left/core.py
rm py/site/left-1.0.0.dist-info/RECORD
change "python: edited, RECORD taken away" none
printf 'x = 2\n' >py/site/left/core.py
mkdir py/site/a-1.0.0.dist-info
printf 'left/core.py,,\n' >py/site/a-1.0.0.dist-info/RECORD
change "python: edited, listed by another's RECORD too" none
printf 'x = 2\n' >py/site/left/core.py
git mv py/site/left-1.0.0.dist-info py/site/a-1.0.0.dist-info
cp "$WORK/caches/record" py/site/a-1.0.0.dist-info/RECORD
change "python: edited, RECORD taken away, listed by another's" none
printf 'x = 2\n' >py/site/left/core.py
printf 'left/core.py,"' >py/site/left-1.0.0.dist-info/RECORD
change "python: edited, RECORD that cannot be read" none
git mv py/site/left-1.0.0.dist-info py/site/left-1.0.1.dist-info
printf 'x = 2\n' >py/site/left/core.py
sed 's/left-1.0.0/left-1.0.1/' "$WORK/caches/record" >py/site/left-1.0.1.dist-info/RECORD
change "python: updated" none
rm -r py/site/left py/site/left-1.0.0.dist-info
change "python: uninstalled" none
# PEP 552: flags 1 and 3 are run, whatever the source is; by its time stamp (0) a checkout's is never current.
mkdir -p py/site/left/__pycache__
printf '\313\r\r\n\001\000\000\000code' >py/site/left/__pycache__/core.cpython-311.pyc
change "python: compiled code that is run without its source" none
mkdir -p py/site/left/__pycache__
printf '\313\r\r\n\000\000\000\000code' >py/site/left/__pycache__/core.cpython-311.pyc
change "python: compiled code by its time stamp" none
printf '\313\r\r\n\000\000\000\000code' >py/site/left/more.pyc
change "python: compiled code that has no source" none
echo 'import left' >py/site/more.pth
change "python: a line that is run at the start" none

# What a change that is long merged did, seen by a scan; and caches with other bytes.
echo '// two' >>rust/vendor/left/src/lib.rs
listed rust/vendor/left/src/lib.rs
echo '// two' >>go/vendor/example.org/M/m.go
commit c2
find "$WORK/caches/npm" -type f -exec cp "$WORK/caches/other.tgz" {} \;
cp "$WORK/caches/other.tgz" "$WORK/caches/go/cache/download/example.org/!m/@v/v1.0.0.mod"
row "all, after edits and with other bytes in caches" caches scan
cp "$WORK/caches/other.tgz" "$WORK"/caches/cargo/registry/cache/*/left-1.0.0.crate
cp "$WORK/caches/other.tgz" "$WORK/caches/go/cache/download/example.org/!m/@v/v1.0.0.zip"
row "all, with other archives in caches" caches scan
python3 "$CASE/show.py" "$WORK/rows"
