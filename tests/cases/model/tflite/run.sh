# SPDX-License-Identifier: Apache-2.0
look() {
	judge run "$@" --check model -q | grep -v "switched off"
	grep -h -o '"message": "m: [^"]*"' "$WORK/.out/json" || true
}
look --base main --head sound
for defect in nan zero-scales shifted range few-scales shape cut itself outside magic; do
	look --base sound --head "$defect"
done
