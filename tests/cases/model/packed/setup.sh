# SPDX-License-Identifier: Apache-2.0
# Quantized checkpoints in safetensors: compressed-tensors, int8, GPTQ of both formats, AWQ. Each sound packing lies as near to the reference as its
# bits allow; a checkpoint of the other format of GPTQ is told by its zero points.
packed() {
	python3 "$CASE/../packed.py" "$@"
}

repo
mkdir models
policy <<'POLICY'
version: 1
checks:
  model:
    models:
      - name: m
        files: ["models/m.safetensors", "models/config.json"]
        reference: ["models/f32.safetensors"]
        require_evidence: false
POLICY
packed models/f32.safetensors f32
packed models/m.safetensors int8
commit base
for kind in ct ct3 gptq gptq-v2 gptq3 awq fp8 fp8-block nvfp4 mxfp4; do
	git checkout -q -B "$kind" main
	packed models/m.safetensors "$kind"
	case $kind in
	gptq-v2) printf '{"quantization_config": {"quant_method": "gptq", "bits": 4, "checkpoint_format": "gptq_v2"}}' | put models/config.json ;;
	esac
	commit "$kind"
done
# The first format, said to be the second; and the other way round.
git checkout -q -B v1-as-v2 gptq-v2
packed models/m.safetensors gptq
commit v1-as-v2
git checkout -q -B v2-as-v1 gptq
packed models/m.safetensors gptq-v2
commit v2-as-v1
for defect in nan zero-scales no-scale swapped index hole overlap huge twice length long cut; do
	git checkout -q -B "$defect" gptq
	packed models/m.safetensors gptq "$defect"
	commit "$defect"
done
git checkout -q -B ct-no-scale ct
packed models/m.safetensors ct no-scale
commit ct-no-scale
for kind in fp8 nvfp4 mxfp4; do
	for defect in nan zero-scales no-scale; do
		git checkout -q -B "$kind-$defect" "$kind"
		packed models/m.safetensors "$kind" "$defect"
		commit "$kind-$defect"
	done
done
# In shards: whole, and as loaders fall over them.
git checkout -q -B shards main
rm models/m.safetensors models/f32.safetensors
policy <<'POLICY'
version: 1
checks:
  model:
    models:
      - name: m
        files: ["models/*"]
        require_evidence: false
        weights: {required: true}
POLICY
commit shards
for defect in whole missing swapped unnamed nowhere no-map; do
	git checkout -q -B "shards-$defect" shards
	mkdir -p models
	packed models int8 "shards-$defect"
	commit "shards-$defect"
done
git checkout -q -B shards-renamed shards-whole
git mv models/m-00002-of-00002.safetensors models/m-00003-of-00002.safetensors
commit shards-renamed
git checkout -q -B shards-linked shards-whole
git mv models/m.safetensors.index.json models/i.json
ln -s i.json models/m.safetensors.index.json
commit shards-linked
