# SPDX-License-Identifier: Apache-2.0
push_to() {
	rm -f "$WORK/.out/"*
	printf 'git push ADDRESS %s' "$*" >"$WORK/.out/command"
	git push -q "$WORK/remote.git" "$@" >"$WORK/.out/stdout" 2>"$WORK/.out/stderr" </dev/null && code=0 || code=$?
	python3 "$CASES/show.py" "$WORK" "$code" push
}
push_to topic
