#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The step "gate" of action.yml: inputs come as GATE_* variables, never as text of a script. Whatever is
# printed for the runner to obey, seamgate has escaped; what stands in an error is escaped here.

set -uo pipefail
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT

fail() {
	echo "::error title=seamgate::$1"
	echo "verdict=error" >>"$GITHUB_OUTPUT"
	echo "exit-code=2" >>"$GITHUB_OUTPUT"
	exit 2
}

# Reports are written relative to the checkout; later steps start in the workspace.
from_workspace() {
	case $GATE_DIRECTORY:$1 in
	.:* | *:/*) printf '%s' "$1" ;;
	*) printf '%s/%s' "$GATE_DIRECTORY" "$1" ;;
	esac
}

for path in "$GATE_SARIF" "$GATE_JSON" "$GATE_DIRECTORY"; do
	case $path in *$'\n'* | *$'\r'*) fail "a report's path has a line end in it" ;; esac
done
[ -x "$GATE_BINARY" ] || fail "there is no program at the path that the input \"binary\" names"

args=(run)
[ -z "$GATE_BASE" ] || args+=("--base=$GATE_BASE")
[ -z "$GATE_HEAD" ] || args+=("--head=$GATE_HEAD")
[ -z "$GATE_POLICY" ] || args+=("--policy=$GATE_POLICY")
[ -z "$GATE_POLICY_SHA256" ] || args+=("--policy-sha256=$GATE_POLICY_SHA256")
[ -z "$GATE_ACCEPT_POLICY" ] || args+=("--accept-policy=$GATE_ACCEPT_POLICY")
read -ra checks <<<"$GATE_CHECKS"
for check in ${checks[@]+"${checks[@]}"}; do args+=("--check=$check"); done
[ -z "$GATE_SARIF" ] || args+=("--report=sarif=$GATE_SARIF")
[ -z "$GATE_JSON" ] || args+=("--report=json=$GATE_JSON")
[ "$GATE_ANNOTATIONS" != true ] || args+=("--report=github=$work/annotations")
[ "$GATE_SUMMARY" != true ] || args+=("--report=markdown=$work/summary")

"$GATE_BINARY" "${args[@]}" 2>"$work/error"
code=$?
cat "$work/error" >&2

case $code in
0) verdict=pass ;;
1) verdict=block ;;
3) verdict=incomplete ;;
*) verdict=error ;;
esac
{
	echo "verdict=$verdict"
	echo "exit-code=$code"
	[ ! -f "$GATE_SARIF" ] || echo "sarif=$(from_workspace "$GATE_SARIF")"
	[ ! -f "$GATE_JSON" ] || echo "json=$(from_workspace "$GATE_JSON")"
} >>"$GITHUB_OUTPUT"

# Where there was nothing to report on, the error says what to change.
message=$(head -c 3000 "$work/error")
if [ -f "$work/annotations" ]; then
	cat "$work/annotations"
elif [ "$GATE_ANNOTATIONS" = true ] && [ $code != 0 ]; then
	escaped=${message//'%'/%25}
	escaped=${escaped//$'\r'/%0D}
	escaped=${escaped//$'\n'/%0A}
	echo "::error title=seamgate::$escaped"
fi
if [ -f "$work/summary" ]; then
	cat "$work/summary" >>"$GITHUB_STEP_SUMMARY"
elif [ "$GATE_SUMMARY" = true ]; then
	# Four blanks make a block of code of it, in which nothing is markup.
	{
		printf '### seamgate: %s (exit %s)\n\n' "$verdict" "$code"
		printf '%s\n' "$message" | sed 's/^/    /'
	} >>"$GITHUB_STEP_SUMMARY"
fi
exit $code
