# SPDX-License-Identifier: Apache-2.0
# A vendored file is edited; no pin moved.
repo
modules() { # VERSION
	printf "module example.org/shop\n\ngo 1.22\n\nrequire example.org/left %s\n" "$1" | put go.mod
	h1=$(printf "%s" "$1" | openssl dgst -sha256 -binary | base64)
	printf "example.org/left %s h1:%s\nexample.org/left %s/go.mod h1:%s\n" "$1" "$h1" "$1" "$h1" | put go.sum
	printf "# example.org/left %s\n## explicit\nexample.org/left\n" "$1" | put vendor/modules.txt
	printf "package left // %s\n" "$1" | put vendor/example.org/left/left.go
}
modules v1.0.0
commit c1
git checkout -q -b topic
echo 'func init() {}' >>vendor/example.org/left/left.go
commit c2
