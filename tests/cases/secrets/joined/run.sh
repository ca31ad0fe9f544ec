# SPDX-License-Identifier: Apache-2.0
judge run --base main
grep -o '"confidence": "[^"]*"' "$WORK/.out/json" | sort | uniq -c | sed 's/^ *//'
