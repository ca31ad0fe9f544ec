#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs the commands of ci-examples as their systems would: the same lines, read out of the files that
# users copy, in a checkout and an environment like theirs.
#
#   sh tests/e2e/ci_examples.sh BINARY

set -eu
binary=$1
cd "$(dirname -- "$0")/../.."
root=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/home" "$scratch/bin"
cp "$binary" "$scratch/bin/seamgate"
HOME=$scratch/home
export HOME
git config --global user.name 'Ada Writer'
git config --global user.email ada@example.org
git config --global init.defaultBranch main
git config --global advice.detachedHead false

fail() {
	echo "FAIL: $*" >&2
	exit 1
}

# expect CODE WHAT: the last command's exit code is in $code.
expect() {
	[ "$code" = "$1" ] || fail "$2: exit $code instead of $1"
	echo "ok: $2: exit $code"
}

# --- a repository on a server: main, a request with a key, a request without ---
key=$(printf '%s%s' AKIA 5QW7XZ2LMN4KTRYF)
git init -q "$scratch/project"
cd "$scratch/project"
echo 'A shop.' >README
git add -A && git commit -q -m 'start'
main=$(git rev-parse HEAD)
for request in clean dirty; do
	git checkout -q -b "$request" main
	if [ $request = dirty ]; then echo "key = $key" >settings.conf; else echo 'region = eu-west-1' >settings.conf; fi
	git add -A && git commit -q -m "$request"
	eval "$request=$(git rev-parse HEAD)"
	git checkout -q -b "merge-$request" main
	git merge -q --no-ff -m "merge $request" "$request"
done

# checkout BRANCH: a fresh working folder of a job.
checkout() {
	cd "$scratch"
	rm -rf "$scratch/work"
	git clone -q "file://$scratch/project" "$scratch/work"
	cd "$scratch/work"
	git checkout -q --detach "origin/$1"
}

reports_written() {
	python3 -c 'import json, sys
for path in sys.argv[1:]:
    json.load(open(path))' seamgate.sarif seamgate.json || fail "$1: reports"
}

# --- GitHub ---
python3 "$root/tests/e2e/yaml_steps.py" "$root/ci-examples/github/seamgate.yml" Gate >"$scratch/gate"
github() {
	checkout "merge-$1"
	eval "head=\$$1"
	cat >"$scratch/event.json" <<END
{"number": 1, "pull_request": {"number": 1, "head": {"sha": "$head", "ref": "$1"}, "base": {"sha": "$main", "ref": "main"}},
 "repository": {"default_branch": "main"}}
END
	env CI=true GITHUB_ACTIONS=true GITHUB_EVENT_NAME=pull_request GITHUB_EVENT_PATH="$scratch/event.json" \
		GITHUB_SHA="$(git rev-parse HEAD)" GITHUB_REF=refs/pull/1/merge GITHUB_BASE_REF=main GITHUB_HEAD_REF="$1" \
		SEAMGATE_ACCEPT_POLICY= PATH="$scratch/bin:$PATH" bash -e "$scratch/gate" >"$scratch/out" 2>&1 && code=0 || code=$?
}
github clean
expect 0 'GitHub, a request without a key'
reports_written GitHub
github dirty
expect 1 'GitHub, a request with a key'
reports_written GitHub
grep -q 'settings.conf:1' "$scratch/out" || fail 'GitHub: the place is not named'
! grep -qF "$key" "$scratch/out" seamgate.sarif seamgate.json || fail 'GitHub: the key is shown'

# --- GitLab: before_script builds; here cmake and ninja are stand-ins that put the binary there ---
mkdir "$scratch/stand-ins"
printf '#!/bin/sh\nexit 0\n' >"$scratch/stand-ins/cmake"
# shellcheck disable=SC2016
printf '#!/bin/sh\nmkdir -p "$2" && cp "%s" "$2/seamgate"\n' "$scratch/bin/seamgate" >"$scratch/stand-ins/ninja"
chmod +x "$scratch/stand-ins/"*
git init -q "$scratch/source"
(cd "$scratch/source" && cp -r "$root/ci-examples" . && git add -A && git commit -q -m source)
for key_name in before_script script; do
	python3 "$root/tests/e2e/yaml_steps.py" "$root/ci-examples/gitlab/.gitlab-ci.yml" $key_name
done >"$scratch/job"
gitlab() {
	checkout "$1"
	eval "head=\$$1"
	rm -rf "$scratch/builds"
	mkdir "$scratch/builds"
	env CI=true GITLAB_CI=true CI_PIPELINE_SOURCE=merge_request_event CI_MERGE_REQUEST_IID=1 CI_COMMIT_SHA="$head" CI_COMMIT_REF_NAME="$1" \
		CI_MERGE_REQUEST_DIFF_BASE_SHA="$main" CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main CI_DEFAULT_BRANCH=main \
		CI_COMMIT_BEFORE_SHA=0000000000000000000000000000000000000000 CI_PROJECT_DIR="$scratch/work" \
		CI_BUILDS_DIR="$scratch/builds" SEAMGATE_SOURCE="file://$scratch/source" \
		PATH="$scratch/stand-ins:$PATH" sh -e "$scratch/job" >"$scratch/out" 2>&1 && code=0 || code=$?
}
gitlab clean
expect 0 'GitLab, a request without a key'
reports_written GitLab
gitlab dirty
expect 1 'GitLab, a request with a key'
reports_written GitLab
grep -q 'settings.conf:1' "$scratch/out" || fail 'GitLab: the place is not named'

# --- pre-push ---
PATH=$scratch/bin:$PATH
export PATH
git init -q --bare "$scratch/remote.git"
rm -rf "$scratch/mine" "$scratch/yours"
git clone -q "file://$scratch/project" "$scratch/mine"
git clone -q "file://$scratch/project" "$scratch/yours"
sh "$root/ci-examples/pre-push/install-everywhere.sh" "$scratch/mine" "$scratch/yours"
for clone in mine yours; do
	cd "$scratch/$clone"
	git remote add server "$scratch/remote.git"
	git push -q server origin/clean:refs/heads/"$clone-clean" >"$scratch/out" 2>&1 && code=0 || code=$?
	expect 0 "pre-push in $clone, a branch without a key"
	git push -q server origin/dirty:refs/heads/"$clone-dirty" >"$scratch/out" 2>&1 && code=0 || code=$?
	expect 1 "pre-push in $clone, a branch with a key"
	grep -q 'settings.conf:1' "$scratch/out" || { cat "$scratch/out" && fail 'pre-push: the place is not named'; }
done
[ "$(git -C "$scratch/remote.git" for-each-ref --format='%(refname:short)' | tr '\n' ' ')" = 'mine-clean yours-clean ' ] ||
	fail 'pre-push: the remote has other branches than the clean ones'
echo 'ok: the remote has the clean branches only'
