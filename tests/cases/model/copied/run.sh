# SPDX-License-Identifier: Apache-2.0
for name in dated-own dated-other dated-reference dated-edited dated-alone archived swapped lowered renamed-task raised retrained twin; do
	judge run --base main --head "$name" --check model
	grep -h -o '"message": "a: [^"]*"' "$WORK/.out/json" || true
done
