# SPDX-License-Identifier: Apache-2.0
judge run --base main
grep -h -o '"message": "[^"]*"\|"confidence": "[^"]*"' "$WORK/.out/json" || true
