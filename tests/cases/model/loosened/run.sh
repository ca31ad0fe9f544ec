# SPDX-License-Identifier: Apache-2.0
for name in margin other-metric baseline files off gone unwanted renamed; do
	judge run --base main --head "$name" --check model | grep -v 'switched off'
	grep -h -o '"message": "a: [^"]*"' "$WORK/.out/json" || true
done
for name in floor-3200 floor-3190 floor-3100; do
	judge run --base floor --head "$name" --check model | grep -v 'switched off'
	grep -h -o '"message": "a: [^"]*"' "$WORK/.out/json" || true
done
