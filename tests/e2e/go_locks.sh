#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# go.sum, go.mod and vendored modules of a real project, made with the real go: the reader's list against go's own, the
# tampering of the catalogue, and honest operations, which must pass.
#
#   sh tests/e2e/go_locks.sh BINARY

set -eu
. "$(dirname -- "$0")/locks.lib"
command -v go >/dev/null || exit 77
GOFLAGS=-mod=mod GOTOOLCHAIN=local GOWORK=off
export GOFLAGS GOTOOLCHAIN GOWORK
at_least go "$(go env GOVERSION | cut -c3-)" 1.22 'the modules of the project ask for it'

# --- a project whose module graph has more than 200 modules, and what go says is in it ---
mkdir "$scratch/shop"
cd "$scratch/shop"
git init -q
cat >go.mod <<'EOF'
module example.org/shop

go 1.22

require (
	github.com/spf13/viper v1.17.0
	github.com/spf13/cobra v1.8.0
	github.com/hashicorp/consul/api v1.28.2
	github.com/prometheus/client_golang v1.18.0
	k8s.io/client-go v0.29.0
)
EOF
cat >main.go <<'EOF'
package main

import (
	_ "github.com/spf13/cobra"
	_ "github.com/spf13/viper"
	_ "github.com/hashicorp/consul/api"
	_ "github.com/prometheus/client_golang/prometheus"
	_ "k8s.io/client-go/kubernetes"
)

func main() {}
EOF
go mod tidy >/dev/null 2>&1
go list -m -f '{{if not .Main}}{{.Path}}{{"\t"}}{{.Version}}{{end}}' all | sort >"$scratch/graph.list"
"$dump" go-sum go.sum >"$scratch/pins"
awk -F'\t' '$3 == "go.mod" {print $1 "\t" $2}' "$scratch/pins" | sort >"$scratch/mods.list"
awk -F'\t' '$3 == "" {print $1 "\t" $2}' "$scratch/pins" | sort >"$scratch/zips.list"
count=$(wc -l <"$scratch/graph.list")
[ "$count" -ge 200 ] || die "only $count modules"
# go.sum has more: the go.mod of versions that were looked at and not chosen. It has no line twice.
comm -23 "$scratch/graph.list" "$scratch/mods.list" >"$scratch/out"
[ ! -s "$scratch/out" ] || die "modules of go list -m all that the reader does not have"
comm -23 "$scratch/zips.list" "$scratch/graph.list" >"$scratch/out"
[ ! -s "$scratch/out" ] || die "zips that go does not choose"
awk '{print $1 "\t" $2}' go.sum | sort >"$scratch/lines.list"
awk -F'\t' '{print $1 "\t" $2 ($3 ? "/" $3 : "")}' "$scratch/pins" | sort | cmp - "$scratch/lines.list" || die "not the lines of go.sum"
[ "$(grep -c 'h1:[0-9a-f]\{64\}$' "$scratch/pins")" = "$(wc -l <go.sum)" ] || die "hashes are missing"
rm -f "$scratch/out"
echo "ok: $count modules of go list -m all, each with its go.mod line; $(wc -l <"$scratch/pins") lines, each with its hash"
base

# --- honest ---
go get github.com/spf13/viper@v1.18.2 >/dev/null 2>&1
go mod tidy >/dev/null 2>&1
passed 'one module moved by go get'
sed -i '/spf13\/viper/d' main.go
go mod tidy >/dev/null 2>&1
passed 'one module given up'
echo >>go.sum
sort -r -o go.sum go.sum
passed 'lines of go.sum in another order'
sed -i 's|github.com/spf13/cobra v1.8.0|"github.com/spf13/cobra" v1.8.0 // the commands|' go.mod
go list -m all >/dev/null
passed 'quotes and a comment in go.mod'
mkdir cobra
printf 'module github.com/spf13/cobra\n' >cobra/go.mod
printf 'package cobra\n' >cobra/cobra.go
printf '\nreplace github.com/spf13/cobra => ./cobra\n' >>go.mod
go mod tidy >/dev/null 2>&1
passed 'a module replaced by a folder of the repository'

# --- tampering ---
viper='^github.com/spf13/viper v1.17.0 h1:'
sub go.sum "($viper)....." '\1AAAAA'
blocked 'another hash under the same version' hash-changed
sub go.sum '^(github.com/spf13/viper v1.17.0/go.mod h1:).....' '\1AAAAA'
blocked 'another hash of the go.mod' hash-changed
sub go.sum "($viper)(.....)(.*\n)" '\g<0>\1AAAAA\3'
blocked 'two hashes for one module' hash-conflict
sub go.sum "$viper.*\n" ''
blocked 'a line taken away that go.mod asks for' hash-removed
sub go.sum '^github.com/spf13/viper v1.17.0/go.mod h1:.*\n' ''
blocked 'a go.mod line taken away' hash-removed
sub go.sum "($viper.{20}).*\n" '\1\n'
blocked 'a hash cut off' hash-malformed
sub go.sum '^(github.com/spf13/viper v1.17.0 )h1:' '\1h9:'
blocked 'a hash of a kind that go does not know' hash-malformed
printf '\nreplace github.com/spf13/viper => git.example.com/viper v1.17.0\n' >>go.mod
blocked 'a module replaced by one elsewhere' registry-changed
printf '\nreplace github.com/spf13/viper v1.17.0 => ./x/../../viper\n' >>go.mod
blocked 'a module replaced by a folder outside' protection-weakened
echo 'GOSUMDB=off' >go.env
blocked 'the checksum database switched off' protection-weakened
echo 'export GOFLAGS="-mod=mod -insecure"' >.envrc
blocked 'insecure fetches in .envrc' protection-weakened
echo '<<<<<<< ours' >>go.sum
judged 3 'a conflict marker'

# --- vendored modules ---
# A small project, which go builds in a moment.
mkdir "$scratch/small"
cd "$scratch/small"
git init -q
printf 'module example.org/small\n\ngo 1.22\n\nrequire (\n\tgithub.com/spf13/cobra v1.8.0\n\tgithub.com/google/uuid v1.5.0\n)\n' >go.mod
printf 'package main\n\nimport (\n\t_ "github.com/google/uuid"\n\t_ "github.com/spf13/cobra"\n)\n\nfunc main() {}\n' >main.go
go mod tidy >/dev/null 2>&1
GOFLAGS=-mod=vendor
go mod vendor
base

# go_says: "go builds" or "go refuses", of the tree as it stands.
go_says() {
	go build -o /dev/null . >/dev/null 2>&1 && says='go builds' || says='go refuses'
}

go_says
[ "$says" = 'go builds' ] || die 'the vendored project does not build'
echo '// more' >>vendor/github.com/spf13/cobra/cobra.go
go_says
blocked "vendored file edited ($says)" vendored-changed
printf 'package cobra\n\nfunc init() {}\n' >vendor/github.com/spf13/cobra/more.go
go_says
blocked "a file added to a vendored package ($says)" vendored-changed
rm vendor/github.com/spf13/cobra/args.go
go_says
blocked "a vendored file deleted ($says)" vendored-changed
mkdir -p vendor/example.com/more
echo 'package more' >vendor/example.com/more/more.go
go_says
blocked "a package that modules.txt does not have ($says)" vendored-unlisted
echo '// more' >>vendor/github.com/spf13/cobra/cobra.go
sed -i 's|^# github.com/spf13/cobra v1.8.0|# github.com/spf13/cobra v1.8.1|' vendor/modules.txt
go_says
blocked "edited, and another version in modules.txt ($says)" manifest-mismatch
echo '// more' >>vendor/github.com/spf13/cobra/cobra.go
rm vendor/modules.txt
go_says
blocked "edited, and modules.txt deleted ($says)" vendored-changed
echo '// more' >>vendor/github.com/spf13/cobra/cobra.go
git add -A -f
git commit -q -m 'one of two'
GOFLAGS=-mod=mod go get github.com/google/uuid@v1.6.0 >/dev/null 2>&1
GOFLAGS=-mod=mod go mod tidy >/dev/null 2>&1
git add -A -f
git commit -q --allow-empty -m 'two of two'
"$binary" run --base HEAD~2 --head HEAD --check dependencies >"$scratch/out" 2>&1 && die 'an edit beside the pin of another module'
grep -q 'vendored-changed' "$scratch/out" || die 'an edit beside the pin of another module'
git reset -q --hard HEAD~2
echo "ok: edited, and the pin of another module moved: blocked"

# --- honest ---
GOFLAGS=-mod=mod go get github.com/spf13/cobra@v1.8.1 >/dev/null 2>&1
GOFLAGS=-mod=mod go mod tidy >/dev/null 2>&1
go mod vendor
go_says
passed "a module moved and vendored anew ($says)"
sed -i 's|_ "github.com/spf13/cobra"|&\n\t_ "github.com/spf13/cobra/doc"|' main.go
GOFLAGS=-mod=mod go mod tidy >/dev/null 2>&1
go mod vendor
go_says
passed "one more package of a vendored module ($says)"
sed -i '/google\/uuid/d' main.go
GOFLAGS=-mod=mod go mod tidy >/dev/null 2>&1
go mod vendor
passed 'a module given up'
