# SPDX-License-Identifier: Apache-2.0
judge run --base main >"$WORK/shown"
head -n 3 "$WORK/shown"
grep -c '^new ' "$WORK/shown"
grep '^WRONG' "$WORK/shown" || true
