# SPDX-License-Identifier: Apache-2.0
for name in same better worse flipped below; do
	judge run --base main --head "$name"
	grep -h -o '"message": "a: [^"]*"' "$WORK/.out/json" || true
done
judge run --base drift --head fortieth
grep -h -o '"message": "a: [^"]*"' "$WORK/.out/json" || true
judge run --base few --head fewer
