# SPDX-License-Identifier: Apache-2.0
for name in good before nowhere log none passages rare; do
	judge run --base main --head "$name" --check model | grep -v 'switched off'
	grep -h -o '"message": "a: [^"]*"' "$WORK/.out/json" || true
done
