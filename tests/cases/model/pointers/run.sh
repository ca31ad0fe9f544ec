# SPDX-License-Identifier: Apache-2.0
for name in import folder lfs two two-outs shards link nested same locked torn other beside before; do
	judge run --base main --head "$name" --check model -q | grep -v 'switched off'
	grep -h -o '"message": "[^"]*"' "$WORK/.out/json" || true
done
