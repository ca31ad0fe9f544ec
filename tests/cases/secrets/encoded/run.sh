# SPDX-License-Identifier: Apache-2.0
# No report may show the key, decoded or as it stands: the second is looked for here.
judge run --base main
grep -o '"decoded_from": "[^"]*"' "$WORK/.out/json" | sort
seamgate run --base main --report markdown="$WORK/.out/markdown" --report html="$WORK/.out/html" >"$WORK/.out/human" 2>&1 || true
tail -n 1 base64 gzip hex percent | grep -o '[A-Za-z0-9+/%=]\{30,\}' | while read -r encoded; do
	grep -l -F -e "$encoded" "$WORK/.out/human" "$WORK/.out/markdown" "$WORK/.out/html" "$WORK/.out/json" && echo "shown: $encoded"
done || true
