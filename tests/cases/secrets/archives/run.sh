# SPDX-License-Identifier: Apache-2.0
judge run --base main
grep -o '"message": "AWS[^"]*"' "$WORK/.out/json" | sort

# Once committed and taken away again, cut off: it cannot be mended any more. A history that has it is whole once somebody has said that it may be left out.
repo accepted
printf '!<arch>\n%-16s%-12s%-6s%-6s%-8s%-10s`\nwords' dict.o/ 0 0 0 100644 9000 | put lib/cut.a
commit cut
git rm -q lib/cut.a
commit gone
judge scan --history --check secrets
printf 'version: 1\npaths: {ignore: ["lib/cut.a"]}\n' >"$WORK/policy.yml"
judge scan --history --check secrets --policy "$WORK/policy.yml"
