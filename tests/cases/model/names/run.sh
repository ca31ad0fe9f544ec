# SPDX-License-Identifier: Apache-2.0
for name in unpaired zero missing more outlier architecture strange no-kv other-heads reference-experts reference-outlier tied checkpoint-missing checkpoint-strange; do
	judge run --base main --head "$name" --check model -q | grep -v "switched off" | uniq -c | sed 's/^ *//'
	grep -h -o '"message": "[ab]: [^"]*"' "$WORK/.out/json" | head -n 4
done
