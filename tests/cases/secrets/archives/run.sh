# SPDX-License-Identifier: Apache-2.0
judge run --base main
grep -o '"message": "AWS[^"]*"' "$WORK/.out/json" | sort
