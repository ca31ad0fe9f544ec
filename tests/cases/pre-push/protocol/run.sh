# SPDX-License-Identifier: Apache-2.0
zero=0000000000000000000000000000000000000000
head=$(git rev-parse HEAD)
base=$(git rev-parse main)
feed() {
	printf '# %s\n' "$1"
	rm -f "$WORK/.out/"*
	# shellcheck disable=SC2059
	printf "$2" | seamgate hook pre-push origin url >"$WORK/.out/stdout" 2>"$WORK/.out/stderr" && code=0 || code=$?
	python3 "$CASES/show.py" "$WORK" "$code" plain
}
feed 'no line' ''
feed 'an update' "refs/heads/topic $head refs/heads/topic $base\n"
feed 'without the last line feed' "refs/heads/topic $head refs/heads/topic $base"
feed 'a local ref with spaces' "HEAD@{2 days ago} $head refs/heads/topic $base\n"
feed 'a deletion' "(delete) $zero refs/heads/topic $base\n"
feed 'three fields' "refs/heads/topic $head refs/heads/topic\n"
feed 'no object id' "refs/heads/topic xyz refs/heads/topic $base\n"
feed 'an empty line' "\n"
feed 'an object that is not here' "refs/heads/topic 1234567890123456789012345678901234567890 refs/heads/topic $base\n"
feed 'a control character' "refs/heads/\033[31m $head refs/heads/topic $base\n"
feed 'a good line behind a bad one' "nonsense\nrefs/heads/topic $head refs/heads/topic $base\n"
