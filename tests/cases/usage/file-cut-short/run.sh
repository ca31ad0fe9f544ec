# SPDX-License-Identifier: Apache-2.0
printf stale >"$WORK/result.json"
seamgate_pid=
"$SEAMGATE" run --base main --policy - --report json="$WORK/result.json" <"$WORK/policy" >"$WORK/said" 2>&1 &
seamgate_pid=$!
exec 9>"$WORK/policy"
# Bit 6 of the signals that are caught is SIGBUS.
tries=0
until [ $((0x$(sed -n 's/^SigCgt:.*\(..\)$/\1/p' "/proc/$seamgate_pid/status") & 0x40)) != 0 ] || [ $tries = 300 ]; do
	tries=$((tries + 1))
	sleep 0.1
done
kill -BUS "$seamgate_pid"
wait "$seamgate_pid" && code=0 || code=$?
exec 9>&-
echo "exit $code"
# It may not have come to its policy yet, and read a commit; what is said then is in pack-cut-short.
sed 's/object [0-9a-f]\{40\} was/it was/; s/^/| /' "$WORK/said"
[ ! -e "$WORK/result.json" ] || echo 'a stale report is left'
