#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Builds everything and runs every test; from any directory, any number of times.
#
#   sh tests/run.sh [STAGE…]        without a stage: all of them
#
#   release   build/ with warnings as errors, its unit tests and the corpora of the fuzz targets
#   cases     the golden cases (tests/cases/run.sh) with that binary
#   e2e       the hooks, the CI examples and the quick start as a user would run them (tests/e2e)
#   locks     real locks by the real package managers, with the caller's settings of their registries (tests/e2e/*_locks.sh)
#   torture   every allocation failing in turn (tests/torture)
#   static    the static binary, and cases with it
#   asan      build-asan/ with AddressSanitizer and UBSan: unit tests, corpora and cases
#   tsan      build-tsan/ with ThreadSanitizer: the tests that use threads, and cases
#   fuzz      build-fuzz/ with clang and libFuzzer: a few seconds for each target
#   gate      the fresh binary judges the newest change of this repository
#
# The last line is "N passed, N failed, N skipped". Exit 1 when anything failed. A test that skips
# itself fails, unless tests/skips names it and says why.

set -u
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$ROOT" || exit 1
fuzz_seconds=${SEAMGATE_FUZZ_SECONDS:-2}
stages=${*:-release cases e2e locks torture static asan tsan fuzz gate}
for stage in $stages; do
	case $stage in
	release | cases | e2e | locks | torture | static | asan | tsan | fuzz | gate) ;;
	*) echo "no stage \"$stage\": see the head of tests/run.sh" >&2 && exit 2 ;;
	esac
done

# --- what is needed, while the environment is still the caller's (proxies and the like) ---
if [ "${SEAMGATE_TESTS_CLEAN:-}" != 1 ]; then
	. ci-examples/packages.sh
	packages="$build_packages $test_packages"
	case " $stages " in
	*" fuzz "*) packages="$packages $fuzz_packages" ;;
	esac
	case " $stages " in
	*" static "*) packages="$packages $static_packages" ;;
	esac
	case " $stages " in
	*" e2e "*) packages="$packages $pipeline_packages $count_packages" ;;
	esac
	# shellcheck disable=SC2086
	need_packages $packages || exit 1
	case " $stages " in
	*" e2e "*) need_commands node:nodejs npm:npm chromium:chromium hyperfine:hyperfine || exit 1 ;;
	esac
	case " $stages " in
	# shellcheck disable=SC2086
	*" locks "*) need_commands $lock_commands || exit 1 ;;
	esac
	# From here on nothing of the caller's: no variables of git or of a CI system, no configuration.
	SCRATCH=$(mktemp -d) || exit 1
	trap 'rm -rf "$SCRATCH"' EXIT
	trap 'exit 130' INT
	mkdir "$SCRATCH/home"
	# Only the package managers keep what says where their registries are.
	export -p | grep -iE '^(export|declare -x) (npm_config_|pip_|uv_|cargo_|rustup_|go|[a-z]*_proxy=|ssl_cert|node_extra|requests_ca)' >"$SCRATCH/registries"
	printf 'export HOME=%s\n' "'$HOME'" >>"$SCRATCH/registries"
	printf '[user]\n\tname = Ada Writer\n\temail = ada@example.org\n[safe]\n\tdirectory = %s\n' "$ROOT" >"$SCRATCH/home/.gitconfig"
	env -i PATH="$PATH" HOME="$SCRATCH/home" TMPDIR="${TMPDIR:-/tmp}" LC_ALL=C.UTF-8 TZ=UTC \
		GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0 PYTHONDONTWRITEBYTECODE=1 \
		SCRATCH="$SCRATCH" SEAMGATE_TESTS_CLEAN=1 SEAMGATE_FUZZ_SECONDS="$fuzz_seconds" \
		sh "$ROOT/tests/run.sh" $stages </dev/null
	exit
fi

results=$SCRATCH/results
: >"$results"
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

say() {
	printf '\n== %s (%s)\n' "$1" "$(date +%H:%M:%S)"
}

# outcome NAME COMMAND…: one result for one command; its output is shown when it fails.
took=
outcome() {
	name=$1 began=$(date +%s)
	shift
	if "$@" >"$SCRATCH/log" 2>&1; then
		echo "ok $name" >>"$results"
		echo "ok $name (${took:-$(($(date +%s) - began))} s)"
		! grep -q '^again: ' "$SCRATCH/log" || tail -n 60 "$SCRATCH/log" | sed 's/^/    /'
	else
		code=$?
		[ $code = 77 ] && word=skip || word=fail
		echo "$word $name" >>"$results"
		echo "$word $name (exit $code)"
		tail -n 60 "$SCRATCH/log" | sed 's/^/    /'
		return 1
	fi
}

# configure DIRECTORY OPTIONS…: starts over where the directory was made for another tree or generator.
configure() {
	directory=$1
	shift
	cmake -S . -B "$directory" -G Ninja "$@" || {
		rm -rf "$directory/CMakeCache.txt" "$directory/CMakeFiles"
		cmake -S . -B "$directory" -G Ninja "$@"
	}
}

# rule_embed: the patterns are compiled by a program without sanitizers, in a sixth of the time, and once for all stages: the same rules give
# the same bytes. made_rules OUTDIR … stands for that program.
made_rules=$ROOT/build/made_rules
rule_embed() {
	[ -e build/CMakeCache.txt ] || configure build -DCMAKE_BUILD_TYPE=Release -DSEAMGATE_TESTS=ON -DSEAMGATE_WERROR=ON
	ninja -C build -j "$jobs" sg_embedded || return
	[ "$made_rules" -nt build/embedded/builtin_rules.c ] && return
	printf '#!/bin/sh\nexec cp %s/build/embedded/* "$1"\n' "'$ROOT'" >"$made_rules" && chmod +x "$made_rules"
}

# build STAGE DIRECTORY TARGETS OPTIONS…
build() {
	stage=$1 directory=$2 targets=$3
	shift 3
	outcome "$stage/configure" configure "$directory" "$@" &&
		# shellcheck disable=SC2086
		outcome "$stage/build" ninja -C "$directory" -j "$jobs" $targets
}

# unit STAGE DIRECTORY CTEST-OPTIONS…: one result for each test.
unit() {
	stage=$1 directory=$2
	shift 2
	rm -f "$SCRATCH/junit.xml"
	ctest --test-dir "$directory" -j "$jobs" --output-on-failure --no-tests=error --timeout 900 \
		--output-junit "$SCRATCH/junit.xml" "$@" >"$SCRATCH/log" 2>&1
	python3 tests/junit_results.py "$SCRATCH/junit.xml" "$stage" >"$SCRATCH/unit" || echo "fail $stage/ctest" >"$SCRATCH/unit"
	cat "$SCRATCH/unit" >>"$results"
	printf '%s unit tests ok\n' "$(grep -c '^ok' "$SCRATCH/unit")"
	if grep -q '^fail' "$SCRATCH/unit"; then
		grep '^fail' "$SCRATCH/unit"
		tail -n 200 "$SCRATCH/log" | sed 's/^/    /'
	fi
}

# cases STAGE BINARY [CASE…]
cases() {
	stage=$1 binary=$2
	shift 2
	rm -f "$SCRATCH/cases"
	sh tests/cases/run.sh --seamgate "$binary" --results "$SCRATCH/cases" --jobs "$jobs" "$@" || true
	[ -s "$SCRATCH/cases" ] || echo "fail cases/none" >"$SCRATCH/cases"
	sed "s, , $stage/," "$SCRATCH/cases" >>"$results"
}

# What is compiled here is there for tests/e2e/from_source.sh, which compiles the same files with the same options in another folder, but for
# -Werror, which makes no other object of what it lets through. Nothing is kept from one run to the next.
launcher=
if command -v ccache >/dev/null 2>&1; then
	export CCACHE_DIR="$SCRATCH/ccache" CCACHE_NOHASHDIR=1 CCACHE_IGNOREOPTIONS=-Werror
	launcher=-DCMAKE_C_COMPILER_LAUNCHER=ccache
fi

stage_release() {
	CCACHE_BASEDIR=$ROOT
	export CCACHE_BASEDIR
	# shellcheck disable=SC2086
	build release build all -DCMAKE_BUILD_TYPE=Release -DSEAMGATE_TESTS=ON -DSEAMGATE_WERROR=ON $launcher &&
		unit release build
}

stage_cases() {
	cases release build/seamgate
}

# together [MORE]: the lines of stdin, NAME COMMAND…, so many more at once (1) than there are processors, as they wait for others a good part of
# the time; one result for each.
together() {
	cat >"$SCRATCH/together"
	SCRATCH=$SCRATCH xargs -P "$((jobs + ${1:-1}))" -L 1 sh -c '
		log=$SCRATCH/$(echo "$1" | tr / _) began=$(date +%s)
		shift
		"$@" >"$log.log" 2>&1
		echo $? >"$log.code"
		echo $(($(date +%s) - began)) >"$log.seconds"' - <"$SCRATCH/together" || true
	while read -r name rest; do
		log=$SCRATCH/$(echo "$name" | tr / _)
		took=$(cat "$log.seconds")
		outcome "$name" sh -c 'cat "$1.log"; exit "$(cat "$1.code")"' - "$log"
	done <"$SCRATCH/together"
	took=
}

# with_registries SCRIPT BINARY: where the caller said that package managers find theirs.
with_registries='. "$SCRATCH/registries"; exec sh "$1" "$2"'

# The latencies are measured: alone. Of the others only a story installs something.
stage_e2e() {
	for script in tests/e2e/*.sh; do
		case $script in
		*_locks.sh | */latency_story.sh | */collect.sh) ;;
		*_story.sh) echo "e2e/$(basename "$script" .sh) sh tests/again.sh env 'SCRATCH=$SCRATCH' sh -c '$with_registries' - $script '$ROOT/build/seamgate'" ;;
		*) echo "e2e/$(basename "$script" .sh) sh $script '$ROOT/build/seamgate'" ;;
		esac
	done | together
	outcome e2e/collect sh tests/again.sh sh tests/e2e/collect.sh "$ROOT/build/seamgate"
	outcome e2e/latency_story sh tests/again.sh env SCRATCH="$SCRATCH" sh -c "$with_registries" - tests/e2e/latency_story.sh "$ROOT/build/seamgate"
}

# Package managers wait for their registries a good third of the time.
stage_locks() {
	for script in tests/e2e/*_locks.sh; do
		echo "locks/$(basename "$script" _locks.sh) sh tests/again.sh env 'SCRATCH=$SCRATCH' sh -c '$with_registries' - $script '$ROOT/build/seamgate'"
	done | together "$jobs"
}

stage_torture() {
	outcome torture sh tests/torture/run.sh "$ROOT/build/seamgate" && cat "$SCRATCH/log"
}

stage_static() {
	build static build-static all -DCMAKE_BUILD_TYPE=Release -DSEAMGATE_STATIC=ON -DSEAMGATE_TESTS=OFF &&
		cases static build-static/seamgate hidden repository
}

stage_asan() {
	outcome asan/rule_embed rule_embed || return
	build asan build-asan all -DCMAKE_BUILD_TYPE=Debug \
		-DSEAMGATE_SANITIZE=address,undefined -DSEAMGATE_RULE_EMBED="$made_rules" || return
	unit asan build-asan
	cases asan build-asan/seamgate
}

# ThreadSanitizer wants the address space that it was made for, without the kernel's random bits.
stage_tsan() {
	outcome tsan/rule_embed rule_embed || return
	build tsan build-tsan 'seamgate threaded_tests' -DCMAKE_BUILD_TYPE=Debug \
		-DSEAMGATE_SANITIZE=thread -DSEAMGATE_RULE_EMBED="$made_rules" || return
	unit tsan build-tsan -R '^(unit|fuzz)_((core|secrets|verbs)_|change_test_walk$)'
	cases tsan build-tsan/seamgate repository/threads hidden/plain hidden/evil-merge policy/edit-tightens \
		policy/own-rules limits/time
}

stage_fuzz() {
	outcome fuzz/rule_embed rule_embed || return
	build fuzz build-fuzz fuzz_targets -DCMAKE_BUILD_TYPE=Debug -DSEAMGATE_FUZZ=ON \
		-DSEAMGATE_SANITIZE=address,undefined -DSEAMGATE_RULE_EMBED="$made_rules" \
		-DCMAKE_C_COMPILER="$(command -v clang)" || return
	for source in tests/fuzz/fuzz_*.c; do
		target=$(basename "$source" .c)
		mkdir -p "$SCRATCH/corpus/$target"
		echo "fuzz/$target build-fuzz/$target -max_total_time=$fuzz_seconds -timeout=60 -rss_limit_mb=2048 -error_exitcode=1" \
			"'-artifact_prefix=$SCRATCH/' '$SCRATCH/corpus/$target' tests/fuzz/corpus/${target#fuzz_*_}"
	done | together
}

stage_gate() {
	outcome gate/own-change sh tests/gate_itself.sh "$ROOT/build/seamgate" && cat "$SCRATCH/log"
}

for stage in $stages; do
	say "$stage"
	"stage_$stage" || true
done

# --- the sum ---
while read -r word name; do
	if [ "$word" = skip ] && ! grep -q "^$name  *[^ ]" tests/skips; then
		echo "fail $name (skipped, and tests/skips does not say why)"
	else
		echo "$word $name"
	fi
done <"$results" >"$SCRATCH/sum"
say 'the sum'
grep '^fail' "$SCRATCH/sum"
passed=$(grep -c '^ok' "$SCRATCH/sum")
failed=$(grep -c '^fail' "$SCRATCH/sum")
skipped=$(grep -c '^skip' "$SCRATCH/sum")
[ "$passed" -gt 0 ] || failed=$((failed + 1))
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
