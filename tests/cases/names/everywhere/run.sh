# SPDX-License-Identifier: Apache-2.0
judge run --base main
judge scan --history
drive_push
# The human report again, as a person with colours sees it: the only escape sequences are its own.
seamgate run --base main --color always >"$WORK/.out/stdout" 2>&1 </dev/null || true
sed 's/\x1b\[[0-9;]*m//g' "$WORK/.out/stdout" | LC_ALL=C grep -c '[[:cntrl:]]' || true
