# SPDX-License-Identifier: Apache-2.0
try() {
	printf '$ seamgate %s\n' "$*" | sed "s,$WORK,HERE,g"
	seamgate "$@" >"$WORK/out" 2>"$WORK/err" </dev/null && code=0 || code=$?
	echo "exit $code; stdout $(head -c 1 "$WORK/out" | wc -c)"
	for file in "$WORK"/r.*; do
		[ ! -e "$file" ] || { [ "$(cat "$file")" = old ] && echo "${file##*/} is a stale one" || echo "${file##*/} written"; }
	done
	rm -f "$WORK"/r.*
}
ln -s "$WORK/r.target" "$WORK/link"
try run --base main --report "json=$WORK/r.json" --report "sarif=$WORK/r.sarif" --report "json=$WORK/r.json2" -q
try run --base main --report "human=$WORK/r.txt"
try run --base main --report json
try run --base main --report json --report sarif
try run --base main --report "json=$WORK/no/such/folder/r.json"
echo '# stale reports do not outlive a run that judged nothing'
echo old >"$WORK/r.json"
try run --base main --no-such-flag --report "json=$WORK/r.json"
echo old >"$WORK/r.json"
try run --base main --report "json=$WORK/r.json" --no-such-flag
echo old >"$WORK/r.json"
try run --base no-such-revision --report "json=$WORK/r.json"
echo '# a link is replaced, not followed'
seamgate run --base main --report "json=$WORK/link" -q </dev/null || true
[ ! -L "$WORK/link" ] && [ -s "$WORK/link" ] && [ ! -e "$WORK/r.target" ] && echo replaced
