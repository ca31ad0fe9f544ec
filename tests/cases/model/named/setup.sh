# SPDX-License-Identifier: Apache-2.0
# Evidence that says which bytes it is of; documents that share a passage; metrics that are no mean.
evidence() {
	python3 "$CASE/../evidence.py" "$@"
}

# pointer N: the model as a pointer of Git LFS.
pointer() {
	printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 4096\n' "$1" | put models/a.gguf
}

# change NAME SHA256 RIGHT
change() {
	git checkout -q -B "$1" main
	pointer 2
	git rm -q -r eval/a
	evidence lm-eval eval/a 2026-04-16T13-55-33.1 date=1776100000 "arc=1000:$3" model="$1" passages=50 sha256="$2"
	evidence kl kl.log 6.227700 6.225194 0.001300 97.700
	printf '%064d  elsewhere/f16.gguf\n%064d  build/a.gguf\n' 9 "${4:-2}" >>kl.log
	predictions "$5"
	commit "$1"
}

# predictions RIGHT: two classes, one of them rare; of the rare one so many are right.
predictions() {
	awk -v right="$1" 'BEGIN { print "id,label,prediction"; for (i = 0; i < 2000; i++) print i "," (i < 100 ? "rare," (i < right ? "rare" : "common") : "common,common") }' >p.csv
}

repo
policy <<'POLICY'
version: 1
checks:
  model:
    models:
      - name: a
        files: ["models/a.gguf"]
        evidence:
          - {format: lm-eval, results: "eval/a/results_*.json", samples: "eval/a/samples_*.jsonl", cluster: passage}
          - {format: llama-perplexity, results: kl.log}
          - {format: predictions, results: p.csv}
        metrics: [{task: arc, metric: acc, margin: 0.03}, {metric: macro_f1, margin: 0.05}, {metric: mcc, margin: 0.05}, {metric: mean_kld, max: 0.1}]
POLICY
pointer 1
evidence lm-eval eval/a 2026-04-15T13-55-33.1 arc=1000:800 model=a passages=50 sha256="$(printf '%064d' 1)"
evidence kl kl.log 6.227711 6.225194 0.001355 97.674
predictions 90
commit base
change good "$(printf '%064d' 2)" 801 2 91
# The digest of the model before; of nothing here; in the log; no digest at all.
change before "$(printf '%064d' 1)" 801 2 91
change nowhere "$(printf '%064d' 7)" 801 2 91
change log "$(printf '%064d' 2)" 801 7 91
change none "words" 801 2 91
# Documents of one passage count together. Of a rare class a third is lost, which an accuracy hardly shows.
change passages "$(printf '%064d' 2)" 780 2 91
change rare "$(printf '%064d' 2)" 801 2 60
