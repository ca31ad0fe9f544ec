# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# What a case's setup.sh and run.sh may use. The runner sources this file and then setup.sh in an
# empty directory ($WORK) with a bare environment: fixed names, fixed dates, none of the user's
# configuration, so that the same script gives the same object ids everywhere.
#
# $TWIN is 1 when the repository is made without the keys (see `secret`), else 0.

CLOCK=1700000000

# --- making repositories ------------------------------------------------------------------------

# repo [NAME]: makes a repository below $WORK ("repo" when no name is given) and enters it.
repo() {
	git init -q -b main "$WORK/${1:-repo}"
	cd "$WORK/${1:-repo}"
}

# start: the usual beginning. A repository with one commit, c1, on main; the branch topic is checked
# out. What the case adds from here on is the change.
start() {
	repo
	printf 'region=eu-west-1\n' | put settings.env
	printf 'A shop.\n' | put README
	commit c1
	git checkout -q -b topic
}

# put PATH: standard input becomes a file of the working tree.
put() {
	case $1 in
	*/*) mkdir -p "${1%/*}" ;;
	esac
	cat >"$1"
}

# commit LABEL [MESSAGE]: commits everything. The label stands for the commit's id in what is
# expected; it is the message too where none is given.
commit() {
	git add -A
	commit_index "$@"
}

# commit_index LABEL [MESSAGE]: commits the index as it is.
commit_index() {
	tick
	printf '%s\n' "${2-$1}" | git commit -q --allow-empty --no-verify -F -
	label "$1"
}

# merge BRANCH…: merges and stops before the commit; `commit LABEL` then concludes it.
merge() {
	tick
	git merge -q --no-commit --no-ff "$@"
}

# A second passes, for the next commit or tag.
tick() {
	CLOCK=$((CLOCK + 60))
	GIT_AUTHOR_DATE="$CLOCK +0000"
	GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE
	export GIT_AUTHOR_DATE GIT_COMMITTER_DATE
}

# label NAME [REVISION]: NAME stands for that object (HEAD when none is given) in what is expected.
label() {
	printf '%s %s\n' "$(git rev-parse "${2:-HEAD}")" "$1" >>"$WORK/.labels"
}

# entry MODE OBJECT PATH: an entry of the index that need not exist as a file (hostile names, links).
entry() {
	git update-index --add --cacheinfo "$1,$2,$3"
}

# blob: standard input becomes an object; prints its id.
blob() {
	git hash-object -w --stdin
}

# policy: standard input becomes .seamgate.yml.
policy() {
	put .seamgate.yml
}

# --- secrets ------------------------------------------------------------------------------------

# secret [KIND [N]]: a made-up key, the same one for the same KIND and N. It is put together here so
# that no key stands in the sources. In the twin it is a harmless word of the same length. Every
# key is remembered: the runner fails a case that prints one.
secret() {
	case ${1:-aws} in
	aws) secret_prefix=AKIA secret_length=16 secret_alphabet=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567 ;;
	stripe) secret_prefix=sk_live''_ secret_length=24 secret_alphabet=$BASE62 ;;
	gitlab) secret_prefix=glpat''- secret_length=20 secret_alphabet=$BASE62 ;;
	*) echo "secret: no kind $1" >&2 && return 1 ;;
	esac
	if [ "$TWIN" = 1 ]; then
		secret_value=$(random abcdefgh "$((${#secret_prefix} + secret_length))" "${2:-1}")
	else
		secret_value=$secret_prefix$(random "$secret_alphabet" "$secret_length" "${2:-1}")
	fi
	# One write a line: both sides of a pipe may ask for a secret at once.
	echo "$secret_value" >>"$WORK/.secrets"
	printf '%s' "$secret_value"
}

BASE62=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789

# random ALPHABET LENGTH SEED: characters that only look random (Park and Miller's generator).
random() {
	awk -v alphabet="$1" -v length_wanted="$2" -v seed="$3" 'BEGIN {
		x = seed * 7919 + 17
		for (i = 0; i < length_wanted + 8; i++) {
			x = (x * 16807) % 2147483647
			if (i >= 8)
				printf "%s", substr(alphabet, 1 + int(x / 2147483647 * length(alphabet)), 1)
		}
	}'
}

# --- running the gate ---------------------------------------------------------------------------

# The gate may take a while under a sanitizer and on a busy machine; more than this is a hang (exit 124).
seamgate() {
	timeout -k 5 300 "$SEAMGATE" "$@"
}

# reads_its_policy PIPE: returns when a gate that was started with PIPE as its standard input and `--policy -` is reading that, and will until
# descriptor 9 is closed: more than a pipe holds is written, a comment, and that ends when some of it was read.
reads_its_policy() {
	exec 9>"$1"
	yes '# a policy' | timeout -k 5 300 head -c 80000 >&9
	echo >&9
}

# judge ARGUMENTS…: runs the gate and prints the command, the exit code, the findings, what it could
# not look at and, where it ended with an error, what it said. Also looked at, and only mentioned when wrong: a
# key in any output, a raw control character, a line that a CI runner takes for a command, a SARIF
# file that does not agree with the result file.
judge() {
	rm -f "$WORK/.out/"*
	printf 'seamgate %s' "$*" >"$WORK/.out/command"
	seamgate "$@" --report "json=$WORK/.out/json" --report "sarif=$WORK/.out/sarif" \
		>"$WORK/.out/stdout" 2>"$WORK/.out/stderr" </dev/null && code=0 || code=$?
	python3 "$CASES/show.py" "$WORK" "$code"
}

# plain ARGUMENTS…: for verbs that write no reports; prints standard output and error as they are,
# ids and paths made stable.
plain() {
	rm -f "$WORK/.out/"*
	printf 'seamgate %s' "$*" >"$WORK/.out/command"
	seamgate "$@" >"$WORK/.out/stdout" 2>"$WORK/.out/stderr" </dev/null && code=0 || code=$?
	python3 "$CASES/show.py" "$WORK" "$code" plain
}

# arguments: one line of a case's args.
arguments() {
	case ${1-} in
	'' | -* | run | scan) judge "$@" ;;
	*) plain "$@" ;;
	esac
}

# Each of the ways in which one repository is judged. What is judged may be set by setup.sh:
run_args='--base main --head HEAD'      # for `seamgate run`
push_refs='HEAD:refs/heads/topic'       # what is pushed; main is on the remote already

drive_run() {
	# shellcheck disable=SC2086
	judge run $run_args
}

drive_scan() {
	judge scan
}

drive_history() {
	judge scan --history
}

# The head's files in a directory that is no repository.
drive_directory() {
	mkdir -p "$WORK/directory"
	git archive HEAD | tar -x -C "$WORK/directory"
	rm -f "$WORK/directory/.git"
	(cd "$WORK" && judge scan directory)
}

# A real push to a bare repository, with the hook installed.
drive_push() {
	remote
	push "$push_refs"
}

# remote: a bare repository as origin, which has main; the hook is installed.
remote() {
	git init -q --bare -b main "$WORK/remote.git"
	git remote add origin "$WORK/remote.git"
	git push -q origin main
	seamgate hook pre-push install >/dev/null
}

# key PATH [N], clean PATH: adds a file with a key, or without.
key() {
	printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws "${2:-1}")" | put "$1"
}

clean() {
	printf 'words for %s\n' "$1" | put "$1"
}

# on_remote: the refs of the remote.
on_remote() {
	git -C "$WORK/remote.git" for-each-ref --format='%(refname)' | sed 's/^/remote has /'
}

# push REFSPECS-AND-FLAGS: pushes to origin; prints whether the remote took it and what the hook named.
push() {
	rm -f "$WORK/.out/"*
	printf 'git push origin %s' "$*" >"$WORK/.out/command"
	# shellcheck disable=SC2086
	timeout -k 5 300 git push -q origin $* >"$WORK/.out/stdout" 2>"$WORK/.out/stderr" </dev/null && code=0 || code=$?
	python3 "$CASES/show.py" "$WORK" "$code" push
}

# committing ARGUMENTS…: a real `git commit`, hooks and all; prints whether it was made and what the hook named.
committing() {
	rm -f "$WORK/.out/"*
	printf 'git commit %s' "$*" >"$WORK/.out/command"
	tick
	timeout -k 5 300 git commit -q -m message "$@" >"$WORK/.out/stdout" 2>"$WORK/.out/stderr" </dev/null && code=0 || code=$?
	python3 "$CASES/show.py" "$WORK" "$code" push
}

# server: a bare repository as origin, which has main; the gate is its pre-receive hook.
server() {
	git init -q --bare -b main "$WORK/remote.git"
	git remote add origin "$WORK/remote.git"
	git push -q origin main
	(cd "$WORK/remote.git" && seamgate hook pre-receive install >/dev/null)
}

# --- CI systems ---------------------------------------------------------------------------------

# github EVENT: standard input is the event file; the environment becomes that of such a job.
github() {
	cat >"$WORK/event.json"
	GITHUB_ACTIONS=true GITHUB_EVENT_NAME=$1 GITHUB_EVENT_PATH=$WORK/event.json GITHUB_SHA=$(git rev-parse HEAD) CI=true
	export GITHUB_ACTIONS GITHUB_EVENT_NAME GITHUB_EVENT_PATH GITHUB_SHA CI
}

# gitlab NAME=VALUE…: the environment becomes that of a GitLab job.
gitlab() {
	GITLAB_CI=true CI=true CI_COMMIT_SHA=$(git rev-parse HEAD) CI_DEFAULT_BRANCH=main
	export GITLAB_CI CI CI_COMMIT_SHA CI_DEFAULT_BRANCH
	export "$@"
}

# oid REVISION
oid() {
	git rev-parse "$1"
}

# --- dependency files ---------------------------------------------------------------------------

# cargo_project: a crate that asks for "left" 1.
cargo_project() {
	put Cargo.toml <<EOF
[package]
name = "shop"
version = "0.1.0"

[dependencies]
left = "1"
EOF
}

# cargo_lock VERSION DIGIT: its lock with "left" of that version and a checksum that ends in that digit.
cargo_lock() {
	put Cargo.lock <<EOF
version = 4

[[package]]
name = "left"
version = "$1"
source = "registry+https://registry.example.org/index"
checksum = "$(printf "%064d" "$2")"

[[package]]
name = "shop"
version = "0.1.0"
dependencies = [
 "left",
]
EOF
}
