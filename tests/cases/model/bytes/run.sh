# SPDX-License-Identifier: Apache-2.0
for name in replaced copied edited deleted honest gone other; do
	judge run --base main --head "$name"
	grep -h -o '"message": "a: [^"]*"' "$WORK/.out/json" || true
done
