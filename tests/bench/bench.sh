#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Measures whole runs of the gate, start to exit, on repositories that it makes.
#
#   sh tests/bench/bench.sh [--folder FOLDER] [--commits N] [--repository DIR]... [--static BINARY] [BINARY]
#
#   FOLDER   where the repositories are made, and found again by the next run (default: a new one, removed)
#   N        commits of the large repository (100000)
#   DIR      a repository of yours: its last commit and its last 100 (first parents) are measured too
#   BINARY   build/seamgate, and with --static build-static/seamgate
#
# Printed: a change of 5 files in a repository of N commits and in one of 100; 100 commits against
# `git diff -U0` of the same range, in one run of hyperfine; the ratios; the peak of the heap. The range of
# 100 commits is in a repository of its own with files of the sizes that C projects have: what git needs for a
# line diff grows with the files, what the gate needs with the commits too.
# The gate has two threads and git one: where other programs want the cores too, the ratio of the times goes
# towards that of the processor times, which is printed beside it. Packs of a clone and packs as a server makes them (a bare copy of its folder) are
# read differently: measure both.
# Nothing here passes or fails: times of two machines are not to be compared, ratios are.

set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
binary=$root/build/seamgate static=$root/build-static/seamgate folder= commits=100000 repositories=
while [ $# -gt 0 ]; do
	case $1 in
	--folder) folder=$2 && shift ;;
	--commits) commits=$2 && shift ;;
	--repository) repositories="$repositories $(CDPATH='' cd -- "$2" && pwd)" && shift ;;
	--static) static=$2 && shift ;;
	-*) echo "see the head of $0" >&2 && exit 2 ;;
	*) binary=$1 ;;
	esac
	shift
done
for tool in hyperfine git python3; do
	command -v $tool >/dev/null || { echo "$tool is missing (Debian: apt-get install $tool)" >&2 && exit 2; }
done
if [ -z "$folder" ]; then
	folder=$(mktemp -d)
	trap 'rm -rf "$folder"' EXIT
fi
mkdir -p "$folder"
folder=$(CDPATH='' cd -- "$folder" && pwd)

# make NAME COMMITS LINES: a history of that many commits in 2000 files, of so many lines in the median; the last commit changes 5.
make() {
	[ ! -e "$folder/$1/made" ] || return 0
	rm -rf "${folder:?}/$1"
	git init -q -b main "$folder/$1"
	python3 "$here/history.py" "$2" "$3" | git -C "$folder/$1" fast-import --quiet
	git -C "$folder/$1" -c gc.auto=0 repack -q -a -d -f --depth=50 --window=10
	git -C "$folder/$1" commit-graph write --reachable 2>/dev/null
	touch "$folder/$1/made"
}
echo "making the repositories in $folder"
make "large-$commits" "$commits" 25
make small 100 25
make range 1500 250
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE 2>/dev/null || true

measure() {
	hyperfine -N --warmup 5 --min-runs 30 --export-json "$folder/times.json" "$@" 2>/dev/null >"$folder/log" || { cat "$folder/log" && exit 1; }
	python3 "$here/times.py" "$folder/times.json"
}
binaries="shared=$binary"
[ ! -x "$static" ] || binaries="$binaries static=$static"

# one_commit REPOSITORY, hundred_commits REPOSITORY: with the binary $file of the kind $kind.
one_commit() {
	cd "$1"
	printf '\n%s: the last commit of %s (%s commits), %s files\n' "$kind" "$(basename "$1")" "$(git rev-list --count HEAD)" \
		"$(git diff --name-only HEAD~1 HEAD | wc -l)"
	measure -i -n 'seamgate' "$file run --base HEAD~1 --head HEAD -q" -n 'git diff -U0' 'git diff -U0 HEAD~1 HEAD' \
		-n 'seamgate version' "$file version"
	memory HEAD~1
}

hundred_commits() {
	cd "$1"
	base=$(git rev-list --first-parent -n 101 HEAD | tail -n 1)
	printf '\n%s: the last 100 commits of %s, %s files, %s added lines, %s commits with those merged\n' "$kind" "$(basename "$1")" \
		"$(git diff --name-only "$base" HEAD | wc -l)" "$(git diff -U0 "$base" HEAD | grep -c '^+')" "$(git rev-list --count "$base..HEAD")"
	measure -i -n 'git diff -U0' "git diff -U0 $base HEAD" -n 'seamgate' "$file run --base $base --head HEAD -q"
	memory "$base"
}

memory() {
	printf '  resident at most: %s KiB\n' "$(python3 "$here/peak.py" "$file" run --base "$1" --head HEAD -q)"
	if command -v valgrind >/dev/null && [ "$kind" = shared ]; then
		valgrind --tool=massif --massif-out-file="$folder/massif" -q "$file" run --base "$1" --head HEAD -q --jobs 2 >/dev/null 2>&1 || true
		printf '  heap at most (massif): %s KiB\n' "$(sed -n 's/^mem_heap_B=//p' "$folder/massif" | sort -n | tail -n 1 | awk '{ print int($1 / 1024) }')"
	fi
}

for one in $binaries; do
	kind=${one%%=*} file=${one#*=}
	one_commit "$folder/large-$commits"
	one_commit "$folder/small"
	hundred_commits "$folder/range"
	for repository in $repositories; do
		one_commit "$repository"
		hundred_commits "$repository"
	done
done
