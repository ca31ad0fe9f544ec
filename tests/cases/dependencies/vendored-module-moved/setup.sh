# SPDX-License-Identifier: Apache-2.0
# A Go vendor/ that goes to another folder with its go.mod, or is copied there, or whose module another vendor/ gets: held to
# the files that the base has of the same version. `moved`, `copied`, `merged`, `bumped`, `local` and `narrowed` are what people and go mod vendor do.
repo
h1() { # TEXT
	printf "h1:%s" "$(printf "%s" "$1" | openssl dgst -sha256 -binary | base64)"
}
listing() { # VERSION
	printf "# example.org/left %s\n## explicit\nexample.org/left\nexample.org/left/pad\n# example.org/local v0.0.0 => ./local\n## explicit\nexample.org/local\n" "$1"
	printf "# example.org/local => ./local\n"
}
modules() { # VERSION
	printf "module example.org/shop\n\ngo 1.22\n\nrequire (\n\texample.org/left %s\n\texample.org/local v0.0.0\n)\n\nreplace example.org/local => ./local\n" "$1" | put go.mod
	printf "example.org/left %s %s\nexample.org/left %s/go.mod %s\n" "$1" "$(h1 "$1")" "$1" "$(h1 "mod $1")" | put go.sum
	listing "$1" | put vendor/modules.txt
	printf "package left // %s\n" "$1" | put vendor/example.org/left/left.go
	printf "package left // %s linux\n" "$1" | put vendor/example.org/left/left_linux.go
	printf "free\n" | put vendor/example.org/left/LICENSE
	printf "package pad // %s\n" "$1" | put vendor/example.org/left/pad/pad.go
	printf "package local\n" | put vendor/example.org/local/local.go
}
modules v1.0.0
printf "package local\n" | put local/local.go
commit start
move() {
	mkdir -p svc
	git mv go.mod go.sum vendor local svc/
}
# change NAME: a branch in which all has moved.
change() {
	git checkout -q -f main
	git clean -qfd
	git checkout -q -b "$1"
	move
}
left=svc/vendor/example.org/left
change moved
commit moved
change edited
echo 'func init() {}' >>$left/left.go
commit edited
change added
echo 'package left' >$left/more.go
commit added
change taken
git rm -qf $left/left_linux.go
commit taken
change link
rm $left/left.go
ln -s ../../../../elsewhere.go $left/left.go
commit link
change licence
echo 'package left' >$left/LICENSE_init.go
commit licence
change no-hash
sed -i 's/left v1.0.0/left v1.1.0/' svc/go.mod svc/vendor/modules.txt
echo 'func init() {}' >>$left/left.go
commit no-hash
change unlisted
echo 'func init() {}' >>$left/left.go
git rm -qf svc/vendor/modules.txt
commit unlisted
change unlisted-module
mkdir -p svc/vendor/example.org/right
echo 'package right' >svc/vendor/example.org/right/right.go
commit unlisted-module
change local-edited
echo 'func init() {}' >>svc/vendor/example.org/local/local.go
commit local-edited
change local
echo 'func init() {}' >>svc/vendor/example.org/local/local.go
echo 'func init() {}' >>svc/local/local.go
commit local
change bumped
(cd svc && modules v1.1.0)
commit bumped
change narrowed
sed -i '/left\/pad/d' svc/vendor/modules.txt
git rm -rqf $left/pad
commit narrowed
# The local module stays where it was: only the way to it is another.
change local-stays
git mv svc/local local
sed -i 's,=> ./local,=> ../local,' svc/go.mod svc/vendor/modules.txt
echo 'func init() {}' >>svc/vendor/example.org/local/local.go
echo 'func init() {}' >>local/local.go
commit local-stays
git checkout -q -b local-stays-edited
echo 'func main() {}' >>svc/vendor/example.org/local/local.go
commit local-stays-edited
# A workspace takes the place of the module.
change workspace
sed -i '1i ## workspace' svc/vendor/modules.txt
printf 'go 1.22\n\nuse ./app\n' >svc/go.work
mkdir svc/app
git mv svc/go.mod svc/go.sum svc/app/
commit workspace
git checkout -q -b workspace-edited
echo 'func init() {}' >>$left/left.go
commit workspace-edited
# A second tree beside the first.
copy() {
	git checkout -q -f main
	git clean -qfd
	git checkout -q -b "$1"
	mkdir svc
	cp -r go.mod go.sum vendor local svc/
}
copy copied
commit copied
copy copied-edited
echo 'func init() {}' >>$left/left.go
commit copied-edited
# The same version under the name of a replacement by itself.
git checkout -q -f main
git checkout -q -b replaced
printf 'replace example.org/left => example.org/left v1.0.0\n' >>go.mod
sed -i 's,^# example.org/left v1.0.0,& => example.org/left v1.0.0,' vendor/modules.txt
echo 'func init() {}' >>vendor/example.org/left/left.go
commit replaced
# Of two trees one gets a module that the other has.
git checkout -q -f main
mkdir tool
printf 'module example.org/tool\n\ngo 1.22\n\nrequire example.org/right v1.0.0\n' | put tool/go.mod
printf 'example.org/right v1.0.0 %s\nexample.org/right v1.0.0/go.mod %s\n' "$(h1 right)" "$(h1 right-mod)" | put tool/go.sum
printf '# example.org/right v1.0.0\n## explicit\nexample.org/right\n' | put tool/vendor/modules.txt
printf 'package right\n' | put tool/vendor/example.org/right/right.go
commit two
merge_trees() {
	git checkout -q -f main
	git checkout -q -b "$1"
	sed -i 's,^require (,&\n\texample.org/right v1.0.0,' go.mod
	cat tool/go.sum >>go.sum
	cat tool/vendor/modules.txt >>vendor/modules.txt
	cp -r tool/vendor/example.org/right vendor/example.org/
	git rm -rqf tool
}
merge_trees merged
commit merged
merge_trees merged-edited
echo 'func init() {}' >>vendor/example.org/right/right.go
commit merged-edited
