#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Whether looking only at what differs from the text before finds, in the histories of public repositories, what a look at each whole blob finds.
#
#   sh tests/e2e/by_hand/whole_blobs.sh BUILD REPOSITORY…        clones, also partial ones; BUILD has seamgate and bench_versions
#
# For each repository: every blob that a ref reaches, each compared hit by hit (rule, place, length, certainty) with a scanner that has seen nothing
# before (bench_versions), in the order of the gate (by path, then by time), in the order of the pack and in one without sense; then `scan --history`
# of the repository as it is with one thread, and of the same objects in another pack (depth 250) with two and eight: the same findings. Minutes a repository.
set -eu
build=$1
shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
faults=0

blobs() { git cat-file --batch-check='%(objectname) %(objecttype)' | awk '$2 == "blob" { print $1 }'; }

# compare ORDER: ids on standard input.
compare() {
	git cat-file --batch --buffer | "$build/bench_versions" >"$scratch/out" || faults=$((faults + 1))
	printf '  %-9s %s\n' "$1" "$(tail -1 "$scratch/out")"
}

found() {
	"$build/seamgate" scan "$@" --history --check secrets -q --report json="$scratch/json" >/dev/null 2>&1 || :
	python3 -c 'import json, sys
result = json.load(open(sys.argv[1]))
print(result["exit_code"], json.dumps([result["findings"], [check["incomplete"] for check in result["checks"]]]))' "$scratch/json"
}

for repository; do
	echo "${repository##*/} ($repository)"
	GIT_DIR=$(git -C "$repository" rev-parse --absolute-git-dir)
	export GIT_DIR
	git log --all --format= --raw --no-abbrev --no-renames 2>/dev/null | sort -s -k 6 | awk '$4 !~ /^0*$/ && $2 != "160000" && !seen[$4]++ { print $4 }' | blobs >"$scratch/ids"
	compare "by path" <"$scratch/ids"
	git cat-file --batch-all-objects --unordered --batch-check='%(objectname) %(objecttype)' | awk '$2 == "blob" { print $1 }' >"$scratch/unordered"
	compare "as packed" <"$scratch/unordered"
	sort "$scratch/ids" >"$scratch/sorted"
	compare "by id" <"$scratch/sorted"
	found "$GIT_DIR" --jobs 1 >"$scratch/first"
	rm -rf "$scratch/other"
	cp -R "$GIT_DIR" "$scratch/other"
	chmod -R u+w "$scratch/other"
	GIT_DIR=$scratch/other git repack -q -a -d -f --depth=250 --window=5 2>/dev/null || {
		echo "  cannot be packed anew: the clone lacks objects"
		unset GIT_DIR
		continue
	}
	for jobs in 2 8; do
		found "$scratch/other" --jobs $jobs >"$scratch/now"
		if cmp -s "$scratch/first" "$scratch/now"; then
			echo "  packed anew, $jobs threads: the same (exit $(cut -d ' ' -f 1 "$scratch/now"))"
		else
			echo "  packed anew, $jobs threads: WRONG other findings"
			faults=$((faults + 1))
		fi
	done
	unset GIT_DIR
done
if [ $faults -gt 0 ]; then
	echo "$faults faults"
	exit 1
fi
echo "all the same"
