# SPDX-License-Identifier: Apache-2.0
# Edits of a Go vendor/ that look like something else: code under the name of a licence, a version that go.sum has no hash of, a listing
# that goes (and the tree stays), a link in the place of the tree. `licence` and `bumped` are what go mod vendor may do.
repo
modules() { # VERSION
	printf "module example.org/shop\n\ngo 1.22\n\nrequire example.org/left %s\n" "$1" | put go.mod
	printf "# example.org/left %s\n## explicit\nexample.org/left\n" "$1" | put vendor/modules.txt
	printf "package left // %s\n" "$1" | put vendor/example.org/left/left.go
}
sums() { # VERSION
	h1=$(printf "%s" "$1" | openssl dgst -sha256 -binary | base64)
	printf "example.org/left %s h1:%s\nexample.org/left %s/go.mod h1:%s\n" "$1" "$h1" "$1" "$h1" | put go.sum
}
modules v1.0.0
sums v1.0.0
commit start
for name in code assembly; do
	git checkout -q -b $name main
	[ $name = code ] && file=LICENSE_init.go || file=NOTICE_amd64.s
	echo 'package left' >vendor/example.org/left/$file
	commit $name
done
git checkout -q -b licence main
echo 'free' >vendor/example.org/left/LICENSE
commit licence
git checkout -q -b no-hash main
modules v1.1.0
commit no-hash
git checkout -q -b only-mod main
modules v1.1.0
sums v1.1.0
sed -i 1d go.sum
commit only-mod
git checkout -q -b bumped main
modules v1.1.0
sums v1.1.0
commit bumped
git checkout -q -b unlisted main
git rm -q vendor/modules.txt
commit unlisted
git checkout -q -b gone main
git rm -rq vendor
commit gone
git checkout -q -b link main
git mv vendor other
ln -s other vendor
echo 'func init() {}' >>other/example.org/left/left.go
commit link
