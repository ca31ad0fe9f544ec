# SPDX-License-Identifier: Apache-2.0
# Ids of commits differ from run to run, as the key does: only rules and messages are shown.
for name in honest other-key unsigned swapped edited recipe cut; do
	echo "$name"
	code=0
	"$SEAMGATE" run --base main --head "$name" --check model -q --report json=../out.json >/dev/null 2>&1 || code=$?
	echo "exit $code"
	grep -h -o -E '"(rule|message|reason)": "[^"]+"' ../out.json | grep -v 'switched off or not asked for' || true
	rm -f ../out.json
done
plain model bind
plain model bind --model /etc/hostname --evidence eval/results_a.json
plain model bind --model models/none.bin --evidence eval/results_a.json
plain model tie
