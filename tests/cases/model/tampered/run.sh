# SPDX-License-Identifier: Apache-2.0
# Ids of commits and digests differ from run to run, as the key does: only rules and messages are shown.
for name in honest replayed relabelled other-key stripped emptied capitals member digest escape twice key-twice swapped unbound link gone alone key-alone; do
	code=0
	rm -f ../out.json
	"$SEAMGATE" run --base main --head "$name" --check model -q --report json=../out.json >/dev/null 2>../err.txt || code=$?
	echo "$name: exit $code"
	if [ -f ../out.json ]; then
		grep -h -o -E '"(rule|message|reason)": "[^"]+"' ../out.json | grep -v 'switched off' | sed -E 's/[0-9a-f]{12}\.\.\./<digest>/g'
	else
		grep -h seamgate: ../err.txt
	fi || true
done
