#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Measures whole runs of the gate, start to exit, on repositories that it makes.
#
#   sh tests/bench/bench.sh [--folder FOLDER] [--commits N] [--static BINARY] [BINARY]
#
#   FOLDER   where the repositories are made, and found again by the next run (default: a new one, removed)
#   N        commits of the large repository (100000)
#   BINARY   build/seamgate, and with --static build-static/seamgate
#
# Printed: a change of 5 files in a repository of N commits and in one of 100; the added lines of 100
# commits against `git diff -U0` of the same range, in one run of hyperfine; the ratios; the peak of the heap.
# Nothing here passes or fails: times of two machines are not to be compared, ratios are.

set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
binary=$root/build/seamgate static=$root/build-static/seamgate folder= commits=100000
while [ $# -gt 0 ]; do
	case $1 in
	--folder) folder=$2 && shift ;;
	--commits) commits=$2 && shift ;;
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

# make NAME COMMITS: a history of that many commits in 2000 files; the last commit changes 5 of them.
make() {
	[ ! -e "$folder/$1/made" ] || return 0
	rm -rf "${folder:?}/$1"
	git init -q -b main "$folder/$1"
	python3 "$here/history.py" "$2" | git -C "$folder/$1" fast-import --quiet
	git -C "$folder/$1" -c gc.auto=0 repack -q -a -d -f --depth=50 --window=10
	git -C "$folder/$1" commit-graph write --reachable 2>/dev/null
	touch "$folder/$1/made"
}
echo "making the repositories in $folder"
make "large-$commits" "$commits"
make small 100
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE 2>/dev/null || true
large=$folder/large-$commits small=$folder/small
echo "$(git -C "$large" rev-list --count main) commits, $(git -C "$large" diff --name-only main~1 main | wc -l) files in the last"
echo "$(git -C "$large" diff --name-only main~100 main | wc -l) files, $(git -C "$large" diff -U0 main~100 main | grep -c '^+') added lines in the last 100"

measure() {
	hyperfine -N --warmup 5 --min-runs 30 --export-json "$folder/times.json" "$@" 2>/dev/null >"$folder/log" || { cat "$folder/log" && exit 1; }
	python3 "$here/times.py" "$folder/times.json"
}
binaries="shared=$binary"
[ ! -x "$static" ] || binaries="$binaries static=$static"
for one in $binaries; do
	kind=${one%%=*} file=${one#*=}
	printf '\n%s: the last commit (5 files), in the large and the small repository, and nothing at all\n' "$kind"
	cd "$large"
	measure -n "5 files, $commits commits" "$file run --base main~1 --head main -q" \
		-n 'version' "$file version" -n 'git diff of the 5 files' 'git diff -U0 main~1 main'
	cd "$small"
	measure -n '5 files, 100 commits' "$file run --base main~1 --head main -q"
	cd "$large"
	printf '\n%s: 100 commits against git diff -U0, one run of hyperfine\n' "$kind"
	measure -n 'git diff -U0' 'git diff -U0 main~100 main' -n 'seamgate' "$file run --base main~100 --head main -q"
	printf 'resident at most: %s KiB (5 files), %s KiB (100 commits)\n' \
		"$(python3 "$here/peak.py" "$file" run --base main~1 --head main -q)" \
		"$(python3 "$here/peak.py" "$file" run --base main~100 --head main -q)"
	if command -v valgrind >/dev/null && [ "$kind" = shared ]; then
		for range in 1 100; do
			valgrind --tool=massif --massif-out-file="$folder/massif" -q "$file" run --base "main~$range" --head main -q --jobs 2 >/dev/null 2>&1 || true
			printf 'heap at most (massif), %s commits: %s KiB\n' "$range" \
				"$(sed -n 's/^mem_heap_B=//p' "$folder/massif" | sort -n | tail -n 1 | awk '{ print int($1 / 1024) }')"
		done
	fi
done
