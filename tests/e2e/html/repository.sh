#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Makes the repository that html_report.sh judges, in the current directory:
#   main      a shop with a pipeline, a flow, a model, a key that is known already
#   full      blocks: a key, a slower phase behind a worse model, and what is waived, known and inconclusive
#   lost      could not be looked at: the flow's runs are gone
#   clean     passes
#   hostile   names, lines, messages and measurements that would be markup, links, scripts or control characters
#   harmless  the same with letters
#   sh repository.sh
set -eu
cases=$(CDPATH='' cd -- "$(dirname -- "$0")/../../cases" && pwd)

# key N: a made-up key, put together here so that none stands in the sources.
key() {
	printf 'AKIA%s' "$(printf '%s' "QJ3XZ5VKWM7TBN2RHY6PDLFGCS4AEU" | cut -c "$1-$(($1 + 15))")"
}

commit() {
	git add -A
	git commit -q --allow-empty -m "$1"
}

branch() {
	git checkout -q -f -B "$1" main
	git clean -q -f -d
}

# runs FILE SEED QUERY INFER RENDER: twelve runs of three phases in ms with 3 % of noise, and a total that has 12 ms more.
runs() {
	mkdir -p "$(dirname "$1")"
	awk -v seed="$2" -v a="$3" -v b="$4" -v c="$5" '
	function noise(v) { x = (x * 16807) % 2147483647; return v * (0.985 + 0.03 * x / 2147483647) }
	BEGIN {
		x = seed * 7919 + 17
		for (i = 0; i < 9; i++) noise(1)
		print "query,infer,render,total"
		for (i = 0; i < 12; i++) { p = noise(a); q = noise(b); r = noise(c); printf "%.3f,%.3f,%.3f,%.3f\n", p, q, r, p + q + r + 12 }
	}' >"$1"
}

evaluate() {
	python3 "$cases/model/evidence.py" lm-eval eval/intent "$@"
}

# fingerprint KEY: what a finding of this key has, under the policy's salt.
fingerprint() {
	python3 -c '
import hashlib, hmac, sys
print(hmac.new(b"of a test", b"secrets/aws-access-key-id\0" + sys.argv[1].encode() + b"\0", hashlib.sha256).hexdigest())' "$1"
}

# policy FLOW
policy() {
	cat >.seamgate.yml <<POLICY
version: 1
salt: "of a test"
pipeline: [ingest, enrich, infer, serve, render]
rules: {secrets/generic-secret-assignment: warning}
checks:
  latency:
    flows:
      - name: "$1"
        when: ["web/**"]
        tolerance: 5%
        budget_ms: 800
        min_samples: 10
        sources: [{format: csv, path: "perf/runs.csv", columns: {total: total, phases: [query, infer, render]}}]
        phases: [{name: query, hop: enrich}, {name: infer, hop: infer, budget_ms: 300}, {name: render, hop: render}]
  model:
    models:
      - name: intent-int8
        hop: infer
        inconclusive: warning
        files: ["models/intent.gguf"]
        evidence: [{format: lm-eval, results: "eval/intent/results_*.json", samples: "eval/intent/samples_*.jsonl"}]
        metrics: [{task: "*", metric: acc, margin: 0.01}]
waivers:
  - {rule: secrets/aws-access-key-id, fingerprint: "$(fingerprint "$(key 5)")", reason: "published example", owner: "@security", expires: 2099-01-31}
POLICY
}

git init -q -b main .
git config user.name Ada
git config user.email ada@example.org
git config core.quotePath false
policy product-page
mkdir -p models eval/intent web docs
printf 'old = %s\n' "$(key 1)" >legacy.conf
printf 'a page\n' >web/page.html
printf 'model 1' >models/intent.gguf
evaluate 2026-04-15T13-55-33.1 arc=2048:1640 boolq=2048:1700 few=60:48 model=a
runs perf/runs.csv 1 200 180 160
commit base

branch full
printf '# Settings of the deployment\n    access_key = "%s"   # for the nightly job\n' "$(key 3)" >deploy.conf
printf 'moved = 1\nold = %s\n' "$(key 1)" >legacy.conf
mkdir -p docs
printf 'An example: %s\n' "$(key 5)" >docs/example.md
printf 'db_password = "%s%s"\n' h4Rd-t0-g u3ss-9931 >web/settings.py
printf 'the page\n' >web/page.html
printf 'model 2' >models/intent.gguf
git rm -q -r eval
mkdir -p eval/intent
evaluate 2026-04-16T13-55-33.1 date=1776100000 arc=2048:1560 boolq=2048:1702 few=60:47 model=b
runs perf/runs.csv 9 201 262 175
commit full

branch lost
printf 'the page\n' >web/page.html
git rm -q -r perf
commit lost

branch clean
mkdir -p docs
printf 'words\n' >docs/words.md
commit clean

# bad MARKUP-OR-LETTERS: what a change can write its texts with.
bad() {
	printf 'key = %s %s\n' "$(key 3)" "$1" >"a $2.conf"
	printf 'k = %s\n' "$(key 7)" >"b $3.conf"
	policy "$4"
	printf 'the page\n' >web/page.html
	runs perf/runs.csv 9 201 262 175
	rm -f eval/intent/*.json
	commit "$5 $(key 9)"
}

branch hostile
bad '<script>document.title="run"</script><img src=x onerror="document.title=1"> --> ]]> </style></code>' \
	'"><img src=x onerror=alert(1)><!--' "$(printf '\342\200\256\033[31m&lt;\001')" \
	'</title></h4><a href=//evil.example>x</a><svg onload=alert(1)>' \
	'</p><iframe src=javascript:alert(1)></iframe>'

branch harmless
bad 'words words words' 'words' 'words' 'words' 'words'
