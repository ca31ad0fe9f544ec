# SPDX-License-Identifier: Apache-2.0
printf stale >"$WORK/result.json"
"$SEAMGATE" run --base main -q --policy - --report json="$WORK/result.json" <"$WORK/policy" >"$WORK/said" 2>&1 &
seamgate_pid=$!
reads_its_policy "$WORK/policy"
kill -BUS "$seamgate_pid"
wait "$seamgate_pid" && code=0 || code=$?
exec 9>&-
echo "exit $code"
sed 's/^/| /' "$WORK/said"
[ ! -e "$WORK/result.json" ] || echo 'a stale report is left'
