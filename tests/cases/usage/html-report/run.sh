# SPDX-License-Identifier: Apache-2.0
page() {
	printf '\n$ seamgate %s\n' "$*"
	seamgate "$@" --report "html=$WORK/page.html" -q >"$WORK/said" 2>&1 && code=0 || code=$?
	echo "exit $code"
	python3 "$CASES/page.py" "$WORK" "$WORK/page.html"
}
page run --base main --head HEAD
git rm -q -r perf
commit c3
page run --base main --head HEAD --check latency
git checkout -q -B words main
printf 'words\n' | put README
commit c4
page run --base main --head HEAD --check secrets
page scan --check secrets
