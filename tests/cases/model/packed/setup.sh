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
for kind in ct gptq gptq-v2 awq; do
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
