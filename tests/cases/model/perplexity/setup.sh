# SPDX-License-Identifier: Apache-2.0
# Logs of llama-perplexity: a perplexity that improves while KL divergence explodes, a log that is cut off.
evidence() {
	python3 "$CASE/../evidence.py" "$@"
}

change() {
	git checkout -q -B "$1" main
	printf '%s' "$1" | put models/a.gguf
	name=$1
	shift
	evidence "$@"
	commit "$name"
}

repo
policy <<'POLICY'
version: 1
checks:
  model:
    models:
      - name: a
        files: ["models/a.gguf"]
        evidence: [{format: llama-perplexity, results: "kl.log"}]
POLICY
printf 'a' | put models/a.gguf
evidence kl kl.log 6.227711 6.225194 0.001355 97.674
commit base
change good kl kl.log 6.227700 6.225194 0.001300 97.700
change exploded kl kl.log 6.100000 6.225194 2.400000 12.000
change cut kl kl.log 6.227711 6.225194 0.001355 97.674 lines=15
