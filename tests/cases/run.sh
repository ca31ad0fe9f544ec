#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs the golden cases: every folder tests/cases/<group>/<case>/ with a setup.sh.
#
#   sh tests/cases/run.sh [--accept] [--seamgate FILE] [--results FILE] [--keep] [--jobs N] [GROUP[/CASE]…]
#
#   setup.sh   makes repositories in an empty directory (sourced; see lib.sh); ends up in the one judged
#   args       command lines for seamgate, one a line; or
#   run.sh     commands of its own (sourced), whose output is compared; or, where there is neither,
#              the ways in the group's file `drivers` (drive_* in lib.sh); then the same repository is
#              made a second time without its keys, and every way must pass it without a finding
#   expect     what comes out; --accept rewrites it
#
# A case that cannot be run ends its run.sh with exit 77. Exit 0 when all others come out as
# expected. Each result is appended to --results as "ok NAME",
# "fail NAME" or "skip NAME". --jobs N runs N cases at a time (default 1); results stand in the order of the names.

set -u
CASES=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
ROOT=$(CDPATH='' cd -- "$CASES/../.." && pwd)
SEAMGATE=$ROOT/build/seamgate
accept=0 keep=0 results=/dev/null wanted= jobs=1

while [ $# -gt 0 ]; do
	case $1 in
	--accept) accept=1 ;;
	--keep) keep=1 ;;
	--seamgate) SEAMGATE=$2 && shift ;;
	--results) results=$2 && shift ;;
	--jobs) jobs=$2 && shift ;;
	-*) echo "usage: run.sh [--accept] [--seamgate FILE] [--results FILE] [--keep] [--jobs N] [GROUP[/CASE]...]" >&2 && exit 2 ;;
	*) wanted="$wanted ${1%/}" ;;
	esac
	shift
done
[ -x "$SEAMGATE" ] || { echo "no binary at $SEAMGATE: build it, or name it with --seamgate" >&2 && exit 2; }

SCRATCH=$(mktemp -d) || exit 2
[ $keep = 1 ] && echo "kept: $SCRATCH" || trap 'rm -rf "$SCRATCH"' EXIT
trap 'exit 130' INT
mkdir "$SCRATCH/bin" "$SCRATCH/home"
ln -s "$(CDPATH='' cd -- "$(dirname -- "$SEAMGATE")" && pwd)/$(basename -- "$SEAMGATE")" "$SCRATCH/bin/seamgate"
# Some machines' python3 is a script that looks for the version that is wanted, and one that loads what others installed, every time.
printf '#!/bin/sh\nexec "%s" -S "$@"\n' "$(python3 -c 'import sys; print(sys.executable)')" >"$SCRATCH/bin/python3"
chmod +x "$SCRATCH/bin/python3"
cat >"$SCRATCH/home/.gitconfig" <<'CONFIG'
[user]
	name = Ada Writer
	email = ada@example.org
[init]
	defaultBranch = main
[core]
	compression = 1
	symlinks = true
[advice]
	detachedHead = false
[protocol "file"]
	allow = always
[gc]
	auto = 0
[maintenance]
	auto = false
CONFIG

# A case that a sanitizer makes impossible may end with exit 77.
sanitized=0
grep -q -e __asan_init -e __tsan_init "$SEAMGATE" && sanitized=1

# in_case FOLDER TWIN WHAT: runs in a new directory what stands for WHAT, with a bare environment.
in_case() {
	work=$SCRATCH/$(basename "$(dirname "$1")").$(basename "$1").$2.$3
	mkdir -p "$work/.out"
	env -i PATH="$SCRATCH/bin:$PATH" HOME="$SCRATCH/home" TMPDIR="${TMPDIR:-/tmp}" LC_ALL=C TZ=UTC \
		GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0 WORK="$work" CASES="$CASES" CASE="$1" TWIN="$2" \
		SEAMGATE="$SCRATCH/bin/seamgate" SANITIZED="$sanitized" \
		${ASAN_OPTIONS:+ASAN_OPTIONS="$ASAN_OPTIONS"} ${TSAN_OPTIONS:+TSAN_OPTIONS="$TSAN_OPTIONS"} \
		${UBSAN_OPTIONS:+UBSAN_OPTIONS="$UBSAN_OPTIONS"} PYTHONDONTWRITEBYTECODE=1 \
		sh -eu -c '
			cd "$WORK"
			. "$CASES/lib.sh"
			. "$CASE/setup.sh" >"$WORK/.setup" 2>&1
			case $1 in
			run.sh) . "$CASE/run.sh" ;;
			args) while read -r line; do eval "arguments $line"; done <"$CASE/args" ;;
			*) while read -r driver; do "drive_$driver"; done <"$CASE/../drivers" ;;
			esac' sh "$3" </dev/null 2>"$work/.errors"
	code=$?
	[ $code != 77 ] || echo SKIP
	[ $code = 0 ] || [ $code = 77 ] || { echo "WRONG the case ended with $code"; tail -n 20 "$work/.setup" "$work/.errors"; }
	[ $keep = 1 ] || rm -rf "$work"
}

# Everything that a case prints.
case_output() {
	if [ -e "$1/run.sh" ]; then
		in_case "$1" 0 run.sh
	elif [ -e "$1/args" ]; then
		in_case "$1" 0 args
	else
		in_case "$1" 0 drivers
		in_case "$1" 1 drivers | twin_wrongs
	fi
}

# A twin may only pass, and say nothing else; anything else is printed, and so fails the case.
twin_wrongs() {
	awk '
		function conclude() { if (command != "" && !passed) print "WRONG without the key: " command ": did not pass" }
		/^\$ / { conclude(); command = $0; passed = 0; next }
		/^exit 0$/ || /^accepted$/ { passed = 1; next }
		{ print "WRONG without the key: " command ": " $0 }
		END { conclude(); if (command == "") print "WRONG without the key: nothing ran" }'
}

is_wanted() {
	[ -z "$wanted" ] && return 0
	for one in $wanted; do
		case $1 in
		"$one" | "$one"/*) return 0 ;;
		esac
	done
	return 1
}

# judge_case FOLDER NAME: what one case comes to, as a file of its own in $SCRATCH/sums: its first line is a result,
# the rest is shown.
judge_case() {
	output=$SCRATCH/$3.output sum=$SCRATCH/sums/$3
	case_output "$1" >"$output" 2>&1
	if grep -q '^SKIP$' "$output"; then
		echo "skip cases/$2" >"$sum"
		return
	fi
	[ $accept = 0 ] || cp "$output" "$1/expect"
	if ! grep -q '^WRONG' "$output" && cmp -s "$1/expect" "$output"; then
		echo "ok cases/$2" >"$sum"
	else
		{
			echo "fail cases/$2"
			echo "FAIL $2"
			grep '^WRONG' "$output" | head -n 20
			[ $accept = 1 ] || diff -u "$1/expect" "$output"
		} >"$sum"
	fi
	rm -f "$output"
}

# Each worker takes the next case that nobody has taken: mkdir is atomic.
work() {
	while read -r name number; do
		mkdir "$SCRATCH/taken/$number" 2>/dev/null || continue
		judge_case "$CASES/$name" "$name" "$number"
	done <"$SCRATCH/list"
}

mkdir "$SCRATCH/sums" "$SCRATCH/taken"
number=10000
for setup in "$CASES"/*/*/setup.sh; do
	folder=$(dirname "$setup")
	name=${folder#"$CASES"/}
	is_wanted "$name" || continue
	number=$((number + 1))
	echo "$name $number"
done >"$SCRATCH/list"
worker=0
while [ $worker -lt "$jobs" ]; do
	work &
	worker=$((worker + 1))
done
wait

passed=0 failed=0 skipped=0
while read -r name number; do
	sum=$SCRATCH/sums/$number
	# A case without a result is one whose worker died.
	[ -s "$sum" ] || printf 'fail cases/%s\nFAIL %s: no result\n' "$name" "$name" >"$sum"
	head -n 1 "$sum" >>"$results"
	sed 1d "$sum"
	case $(head -n 1 "$sum") in
	ok*) passed=$((passed + 1)) ;;
	skip*) skipped=$((skipped + 1)) ;;
	*) failed=$((failed + 1)) ;;
	esac
done <"$SCRATCH/list"
echo "cases: $passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ] && [ $((passed + skipped)) -gt 0 ]
