# SPDX-License-Identifier: Apache-2.0
look() {
	judge run "$@" --check model -q | grep -v "switched off"
	grep -h -o '"message": "[ab]: [^"]*"' "$WORK/.out/json" || true
}
look --base made --head more
for name in sound weaker nan inf zero-scale one-zero-scale negative subnormal saturated dead-rows equal-rows coarse swapped missing shape \
	huge ragged overlap outside wrapped twice removed unknown alignment array string key-twice version big-endian many cut cut-header; do
	look --base main --head "$name"
done
look --base required --head fetched
look --base required --head absent
