# SPDX-License-Identifier: Apache-2.0
# Only root can give a repository away; others see the same lines from a passing run.
if [ "$(id -u)" = 0 ]; then
	chown -R 12345 "$WORK/repo"
	judge run --base main
	chown -R 0 "$WORK/repo"
else
	sed -n '/^\$/,/^|.*fix/p' "$CASE/expect" | sed '/^\$ .*head topic/,$d'
fi
judge run --base main --head topic
