# SPDX-License-Identifier: Apache-2.0
push_to() {
	printf '$ git push ADDRESS %s\n' "$*"
	rm -f "$WORK/.out/"*
	git push -q "$WORK/remote.git" "$@" >"$WORK/.out/stdout" 2>"$WORK/.out/stderr" </dev/null && code=0 || code=$?
	python3 "$CASES/show.py" "$WORK" "$code" push
}
push_to topic
