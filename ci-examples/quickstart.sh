#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# From a fresh clone to two verdicts:  sh ci-examples/quickstart.sh
#
#   1  installs what a build needs and is not there (Debian, Ubuntu), and builds build/seamgate
#   2  judges the newest change of this repository, which has to pass
#   3  makes a throw-away repository whose newest change adds a key, which has to be blocked
#   4  prints what to type next
#
# Exit 0 only if both verdicts were as they have to be.

set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cd "$here/.."
seamgate=$PWD/build/seamgate

step() {
	printf '\n--- %s\n' "$*"
}

fail() {
	printf '\nquickstart: %s\n' "$*" >&2
	exit 1
}

step "1. build"
# shellcheck source=ci-examples/packages.sh
. "$here/packages.sh"
# shellcheck disable=SC2086,SC2154
need_packages $build_packages || fail "packages are missing"
if [ ! -e build/build.ninja ]; then
	rm -rf build/CMakeCache.txt build/CMakeFiles
	cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DSEAMGATE_TESTS=OFF >/dev/null || fail "cmake does not find what it needs"
fi
ninja -C build seamgate || fail "the build failed"
"$seamgate" version

# What a git hook or a CI job that this runs in has set is about another repository.
for name in $(git rev-parse --local-env-vars | grep -v '^GIT_CONFIG') SEAMGATE_BASE SEAMGATE_HEAD SEAMGATE_ACCEPT_POLICY; do
	unset "$name"
done

step "2. the newest change of this repository"
if [ -e .git ] && ! git rev-parse --git-dir >/dev/null 2>&1; then
	fail "git refuses this clone, which belongs to another user: git config --global --add safe.directory $PWD"
elif ! git rev-parse -q --verify HEAD >/dev/null 2>&1; then
	echo "(this folder is no clone with a commit: its files in ci-examples are scanned instead)"
	set -- scan ci-examples
elif git rev-parse -q --verify 'HEAD~1^{commit}' >/dev/null 2>&1; then
	set -- run --base HEAD~1 --head HEAD
elif [ "$(git rev-parse --is-shallow-repository)" = true ]; then
	echo "(a clone of depth 1 has no change to compare with: the whole tree is scanned instead;"
	echo " with all of the history, after git fetch --unshallow, it is the newest change)"
	set -- scan
else
	echo "(the repository has one commit: all of it is new)"
	set -- run --base 0000000000000000000000000000000000000000 --head HEAD
fi
printf '$ seamgate %s\n' "$*"
"$seamgate" "$@" && code=0 || code=$?
[ $code = 0 ] || fail "expected a pass (exit 0), got exit $code"

step "3. a change that adds a key"
demo=$(mktemp -d)
trap 'rm -rf "$demo"' EXIT
# Put together here, so that no key stands in this repository.
key=$(printf '%s%s' 'AKIA' '3XYF7MZ2QWLN4KTR')
(
	cd "$demo"
	git init -q --template= .
	git config core.hooksPath /dev/null
	git config user.name "Ada Writer"
	git config user.email ada@example.org
	git config commit.gpgsign false
	printf 'region = eu-west-1\n' >deploy.conf
	git add deploy.conf
	git commit -q --no-verify -m "Deploy to Ireland"
	printf 'region = eu-west-1\naccess_key = %s\n' "$key" >deploy.conf
	git commit -q --no-verify -am "Use the new account"
)
echo '$ seamgate run --base HEAD~1'
(cd "$demo" && "$seamgate" run --base HEAD~1) && code=0 || code=$?
[ $code = 1 ] || fail "expected a block (exit 1), got exit $code"

step "4. next, in a repository of yours"
cat <<END
$seamgate scan                           # what is in its files now
$seamgate hook pre-push install          # from now on, every push is judged before it leaves
$seamgate                                # judge the branch you are on against its upstream or main branch, as CI would
END
