#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The gate judges the newest change of this repository: HEAD against its first parent. Where the
# clone is too shallow for that, or HEAD is the first commit, its whole tree; where there is no
# commit or no repository at all, the files.
#
#   sh tests/gate_itself.sh BINARY

set -eu
seamgate=$1
cd "$(dirname -- "$0")/.."
if ! git rev-parse -q --verify HEAD >/dev/null 2>&1; then
	copy=$(mktemp -d)
	trap 'rm -rf "$copy"' EXIT
	tar -c --exclude=./build --exclude='./build-*' --exclude=./.git . | tar -x -C "$copy"
	echo "no commit: the files as they are"
	"$seamgate" scan "$copy"
elif git rev-parse -q --verify HEAD~1 >/dev/null; then
	"$seamgate" run --base HEAD~1 --head HEAD -v
else
	echo "no commit before HEAD in this clone: its whole tree"
	"$seamgate" scan
fi
