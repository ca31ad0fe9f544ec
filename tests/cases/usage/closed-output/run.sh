# SPDX-License-Identifier: Apache-2.0
seamgate run --base main >/dev/full 2>"$WORK/err" && code=0 || code=$?
echo "full device: exit $code"
seamgate run --base main --report json=/dev/full >/dev/null 2>"$WORK/err" && code=0 || code=$?
echo "report to a device: exit $code"
