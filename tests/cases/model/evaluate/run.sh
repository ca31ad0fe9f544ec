# SPDX-License-Identifier: Apache-2.0
# change NAME RIGHT: a branch off main with such a model, and what stands on standard input is done there.
change() {
	echo "## $1"
	git checkout -q -f main
	rm -rf eval
	git checkout -q -b "$1"
	printf '%s' "$2" | put models/a.gguf
	eval "$(cat)"
	commit "$1"
	judge run --base main -q
}
: | change good 1601
: | change bad 1500
change 'harness-of-the-change' 1500 <<'DO'
printf '#!/bin/sh\necho mine; . tools/lib/rows.sh; mkdir -p "$1/eval"; rows 1999 >"$1/eval/new.csv"\n' | put tools/evaluate.sh
printf 'rows() { :; }\n' | put tools/lib/rows.sh
DO
change 'results-of-the-change' 1500 <<'DO'
mkdir eval
sh -c '. tools/lib/rows.sh; rows 1999' >eval/zz.csv
touch -d '2038-01-01' eval/zz.csv
git add -f eval/zz.csv
DO
change 'policy-of-the-change' 1500 <<'DO'
harness '"/bin/sh", "-c", "touch pwned"'
DO
ls pwned 2>/dev/null && echo 'WRONG it was run'
echo '## and accepted, with programs that fail'
accepted() {
	SEAMGATE_ACCEPT_POLICY=$(sha256sum .seamgate.yml | cut -d' ' -f1) judge run --base main -q | grep -v policy/changed
}
# bad COMMAND [MORE]: the policy of a change, accepted.
bad() {
	more=${2:-}
	harness "$1"
	commit p
	accepted
}
bad '"/bin/sh", "-c", "echo no weights for it; exit 3"'
bad '"/bin/sh", "-c", "true"'
bad '"/bin/sh", "-c", "sleep 60 & echo $! >{workspace}/sleeper; sleep 60"' ', timeout: 2s'
# What was killed is gone a moment later.
state_of() {
	sed -n 's/^State:[^A-Z]*\([A-Z]\).*/\1/p' "/proc/$1/status" 2>/dev/null || true
}
tries=0 sleeper=$(cat sleeper 2>/dev/null || true)
until state=$(state_of "$sleeper") && [ "${state:-Z}" = Z ] || [ $tries = 200 ]; do
	tries=$((tries + 1))
	sleep 0.1
done
[ "${state:-Z}" = Z ] || echo "WRONG what it had started runs on: $state"
rm -f sleeper
bad '"/bin/sh", "-c", "kill -9 $$"'
bad '"tools/none.sh"'
bad '"no-such-program"'
bad '"/bin/sh", "{workspace}/new.sh"'
echo 'exit 0' | put new.sh
bad '"/bin/sh", "{workspace}/new.sh"'
bad '"/bin/sh", "-c", "test -z \"$SEAMGATE_ACCEPT_POLICY$FIRST\" && test \"$SECOND\" = two && test -f tools/evaluate.sh && ! test -e models && ! read -r line && exit 7"' ', environment: [SECOND]'
export FIRST=one SECOND=two
accepted
unset FIRST SECOND
echo '## a dirty work tree'
git checkout -q -f good
printf 1999 | put models/a.gguf
judge run --base main --head HEAD -q
git checkout -q -f good
echo '## refused'
for words in '"{workspace}/tools/evaluate.sh"' ''; do
	more=''
	harness "$words"
	plain policy check
	plain run --base main --worktree -q
done
sed -i 's/, workspace: true//; s/command: \[\]/command: [x]/' .seamgate.yml
SEAMGATE_ACCEPT_POLICY=x plain run --base main --policy .seamgate.yml -q
