# SPDX-License-Identifier: Apache-2.0
# A sanitizer reserves more address space than any limit allows.
[ "$SANITIZED" = 0 ] || exit 77
judge run --base main
judge run --base main --policy "$WORK/tiny.yml"
