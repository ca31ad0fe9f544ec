# SPDX-License-Identifier: Apache-2.0
for name in main folder other nothing; do
	git checkout -q "$name"
	judge scan --check model -q | grep -v 'switched off'
	grep -h -o '"message": "[^"]*"' "$WORK/.out/json" || true
done
