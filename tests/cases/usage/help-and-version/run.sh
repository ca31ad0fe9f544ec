# SPDX-License-Identifier: Apache-2.0
for words in version --version help 'help run' '--help' 'run --help' 'scan -h' 'list checks' 'list reports' 'rules test' 'policy schema'; do
	# shellcheck disable=SC2086
	seamgate $words >"$WORK/out" 2>"$WORK/err" </dev/null && code=0 || code=$?
	printf '%s: exit %s, %s\n' "$words" "$code" "$([ -s "$WORK/out" ] && echo says something || echo says nothing)"
	[ ! -s "$WORK/err" ] || cat "$WORK/err"
done
plain version
