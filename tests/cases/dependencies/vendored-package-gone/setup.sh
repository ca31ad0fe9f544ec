# SPDX-License-Identifier: Apache-2.0
# Nothing imports a package of a module any more: it leaves the list, and its files go. A file of a package that stays does not.
repo
printf 'module example.org/shop\n\ngo 1.22\n\nrequire example.org/left v1.0.0\n' | put go.mod
printf '# example.org/left v1.0.0\n## explicit\nexample.org/left\nexample.org/left/sub\n' | put vendor/modules.txt
echo 'package left' | put vendor/example.org/left/left.go
echo 'package left' | put vendor/example.org/left/more.go
echo 'package sub' | put vendor/example.org/left/sub/sub.go
commit c1
git checkout -q -b honest
printf '# example.org/left v1.0.0\n## explicit\nexample.org/left\n' | put vendor/modules.txt
git rm -q vendor/example.org/left/sub/sub.go
commit c2
git checkout -q -b taken
git rm -q vendor/example.org/left/more.go
commit c3
