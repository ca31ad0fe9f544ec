# SPDX-License-Identifier: Apache-2.0
for name in comment samples length computed template overlap weaker head data broken lost; do
	judge run --base main --head "$name" --check model
	grep -h -o '"message": "[^"]*"' "$WORK/.out/json" || true
done
