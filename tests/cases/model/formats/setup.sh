# SPDX-License-Identifier: Apache-2.0
# Each format of evidence: as good, worse, cut off, with NaN, with something twice, and not comparable.
made() {
	mkdir -p eval
	python3 "$CASE/../formats.py" eval "$1"
}

# model NAME FORMAT FILE METRIC…
model() {
	printf '      - {name: %s, files: [models/m.bin], inconclusive: warning, evidence: [{format: %s, results: eval/%s}], metrics: [{%s}]}\n' "$@"
}

change() {
	git checkout -q -B "$1" main
	printf '%s' "$1" | put models/m.bin
	made "$1"
	commit "$1"
}

repo
{
	printf 'version: 1\nchecks:\n  model:\n    models:\n'
	model lighteval lighteval lighteval.json 'metric: acc, margin: 0.03'
	model mlflow mlflow mlflow.json 'metric: score, better: higher, margin: 0.03'
	model card model-index README.md 'metric: accuracy, margin: 0.03'
	model dvc dvc dvc.json 'task: asr, metric: wer, margin: 0.01, max: 0.15'
	model toml dvc dvc.toml 'task: asr, metric: wer, margin: 0.01, max: 0.15'
	model nncf nncf nncf.yaml 'metric: metric_value, better: higher, min: 0.75'
	model helm helm helm.json 'metric: exact_match, better: higher, margin: 0.05'
	model mlperf mlperf accuracy.txt 'metric: accuracy, margin: 0.05'
	model coco coco coco.txt 'metric: "AP@0.50:0.95/all/100", min: 0.38'
	model trec trec-eval trec.txt 'metric: ndcg_cut_10, better: higher, margin: 0.03'
	model csv predictions predictions.csv 'metric: acc, margin: 0.03'
	model jsonl predictions regression.jsonl 'metric: absolute_error, better: lower, margin: 0.03'
} | policy
printf 'm' | put models/m.bin
made base
commit base
for kind in good worse cut nan twice other; do
	change $kind
done
