# SPDX-License-Identifier: Apache-2.0
started=$(date +%s)
judge run --base main
[ "$SANITIZED" = 1 ] || [ $(($(date +%s) - started)) -le 2 ] || echo 'WRONG it went on for more than 2 seconds'
