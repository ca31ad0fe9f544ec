# SPDX-License-Identifier: Apache-2.0
look() {
	judge run "$@" --check model -q | grep -v "switched off"
	grep -h -o '"message": "m: [^"]*"' "$WORK/.out/json" || true
}
for kind in ct ct3 gptq gptq-v2 gptq3 awq fp8 fp8-block nvfp4 mxfp4; do
	look --base main --head "$kind"
done
look --base gptq-v2 --head v1-as-v2
look --base gptq --head v2-as-v1
for defect in nan zero-scales no-scale swapped index hole overlap huge twice length long cut; do
	look --base gptq --head "$defect"
done
look --base ct --head ct-no-scale
for kind in fp8 nvfp4 mxfp4; do
	for defect in nan zero-scales no-scale; do
		look --base "$kind" --head "$kind-$defect"
	done
done
for defect in whole missing swapped unnamed nowhere no-map renamed linked; do
	look --base shards --head "shards-$defect"
done
