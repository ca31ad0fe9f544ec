# SPDX-License-Identifier: Apache-2.0
# Weights in GGUF: one model with its full-precision reference (a), one without (b). A defect in one tensor, or in the header.
gguf() {
	python3 "$CASE/../gguf.py" "$@"
}

repo
mkdir models
policy <<'POLICY'
version: 1
checks:
  model:
    models:
      - name: a
        files: ["models/a.gguf"]
        require_evidence: false
        reference: ["models/f32.gguf"]
      - name: b
        files: ["models/b.gguf"]
        require_evidence: false
POLICY
gguf models/f32.gguf f32
gguf models/a.gguf q8_0
gguf models/b.gguf q8_0
commit base
for defect in nan inf zero-scale one-zero-scale negative subnormal saturated dead-rows equal-rows coarse swapped missing shape \
	huge ragged overlap outside wrapped twice removed unknown alignment array string key-twice version big-endian many cut cut-header; do
	git checkout -q -B "$defect" main
	gguf models/a.gguf q8_0 "$defect"
	cp models/a.gguf models/b.gguf
	commit "$defect"
done
# Sound changes: another tensor order is none; fewer bits are told.
git checkout -q -B weaker main
gguf models/a.gguf q4_0
gguf models/b.gguf q4_0
commit weaker
git checkout -q -B sound main
python3 - models/b.gguf <<'CODE'
import sys
raw = bytearray(open(sys.argv[1], "rb").read())
raw[-1] ^= 1
open(sys.argv[1], "wb").write(raw)
CODE
commit sound
# An object of Git LFS: not here, here, and here but spoiled.
pointer() {
	printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %s\n' "$(sha256sum "$1" | cut -d' ' -f1)" "$(wc -c < "$1")"
}
git checkout -q -B required main
sed -i 's/- name: b/- name: b\n        weights: {required: true}/' .seamgate.yml
commit required
for defect in fetched absent; do
	git checkout -q -B "$defect" required
	gguf "$WORK/object" q8_0 "$([ "$defect" = fetched ] && echo nan || echo inf)"
	pointer "$WORK/object" | put models/b.gguf
	sum=$(sha256sum "$WORK/object" | cut -d' ' -f1)
	folder=.git/lfs/objects/$(echo "$sum" | cut -c1-2)/$(echo "$sum" | cut -c3-4)
	mkdir -p "$folder"
	[ "$defect" = absent ] || mv "$WORK/object" "$folder/$sum"
	commit "$defect"
done
git checkout -q -B made main
sed -i 's/- name: b/- name: b\n        weights: {workspace: true, forbid: [inf]}/' .seamgate.yml
git rm -q --cached models/b.gguf
printf '/models/b.gguf\n' | put .gitignore
commit made
git checkout -q -b more
printf 'x' | put README
commit more
gguf models/b.gguf q8_0 nan
