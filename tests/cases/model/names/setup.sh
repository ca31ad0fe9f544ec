# SPDX-License-Identifier: Apache-2.0
# A GGUF file held against the checkpoint that it was made from: other names, and rows of q and k in another order. And the other way round.
made() {
	python3 "$CASE/../names.py" "$@"
}

repo
policy <<'POLICY'
version: 1
checks:
  model:
    models:
      - {name: a, files: ["a.gguf"], require_evidence: false, reference: ["f32.safetensors"]}
      - {name: b, files: ["b.safetensors"], require_evidence: false, reference: ["q8.gguf"], weights: {min_sqnr_db: 30}}
POLICY
made a.gguf
made q8.gguf
made f32.safetensors
made b.safetensors
commit base
for change in unpaired zero missing more outlier architecture strange no-kv other-heads; do
	git checkout -q -B "$change" main
	made a.gguf "$change"
	commit "$change"
done
for change in experts outlier; do
	git checkout -q -B "reference-$change" main
	made f32.safetensors "$change"
	[ "$change" = experts ] || made a.gguf "$change"
	commit "$change"
done
git checkout -q -B tied main
made a.gguf tied
made f32.safetensors twice
commit tied
for change in missing strange; do
	git checkout -q -B "checkpoint-$change" main
	made b.safetensors "$change"
	commit "$change"
done
