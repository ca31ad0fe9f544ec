# SPDX-License-Identifier: Apache-2.0
# Times apart.
once() {
	seamgate run --base main --jobs "$1" --report "json=$WORK/$1.json" --report "sarif=$WORK/$1.sarif" -q || true
	sed -i '/"duration_ms"/d; /[Uu]tc"/d' "$WORK/$1.json" "$WORK/$1.sarif"
}
for jobs in 1 2 3 16; do
	once "$jobs"
	cmp "$WORK/1.json" "$WORK/$jobs.json" && cmp "$WORK/1.sarif" "$WORK/$jobs.sarif" && echo "$jobs: the same"
done
