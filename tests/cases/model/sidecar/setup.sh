# SPDX-License-Identifier: Apache-2.0
# An evaluation that a sidecar binds to a model's bytes, signed with a key that is made when the test runs: the finding's
# texts do not depend on it.
results() { # date
	printf '{"results": {"chats": {"alias": "chats", "acc,none": 0.8, "acc_stderr,none": 0.01}}, "versions": {"chats": 1.0}, "n-shot": {"chats": 0}, "higher_is_better": {"chats": {"acc": true}}, "n-samples": {"chats": {"original": 1000, "effective": 1000}}, "date": %s}\n' "$1" |
		put eval/results_a.json
}

bind() {
	"$SEAMGATE" model bind --model models/a.bin --evidence eval/results_a.json --harness "lm-eval 0.4.9" "$@" >/dev/null
}

recipe() {
	printf 'GPTQModifier: {targets: Linear, scheme: %s, ignore: [lm_head]}\n' "$1" | put recipe.yaml
}

repo
policy <<'POLICY'
version: 1
checks:
  model:
    models:
      - name: a
        files: ["models/a.bin"]
        evidence: [{format: lm-eval, results: "eval/results_*.json"}]
        sidecar: evidence.json
        public_key: keys/evidence.pub.pem
        metrics: [{task: "*", metric: acc, margin: 0.1}]
POLICY
SECRET=../signing.pem
mkdir -p keys
openssl genpkey -algorithm ed25519 -out "$SECRET" 2>/dev/null
openssl genpkey -algorithm ed25519 -out "$SECRET.other" 2>/dev/null
openssl pkey -in "$SECRET" -pubout -out keys/evidence.pub.pem
printf 'one' | put models/a.bin
recipe W8A8
results 1776000000
bind --recipe recipe.yaml --key "$SECRET"
git add -A && git commit -q -m base
# A new model, evaluated anew, bound and signed.
git checkout -q -B honest main
printf 'two' | put models/a.bin
results 1776100000
bind --recipe recipe.yaml --key "$SECRET"
git add -A && git commit -q -m honest
# The same with another key.
git checkout -q -B other-key honest
bind --recipe recipe.yaml --key "$SECRET.other"
git add -A && git commit -q -m other-key
# Without a key.
git checkout -q -B unsigned honest
bind --recipe recipe.yaml
git add -A && git commit -q -m unsigned
# The model once more, after it was bound.
git checkout -q -B swapped honest
printf 'three' | put models/a.bin
git add -A && git commit -q -m swapped
# The results once more, after they were bound.
git checkout -q -B edited honest
results 1776200000
git add -A && git commit -q -m edited
# The recipe once more.
git checkout -q -B recipe honest
recipe W4A16
git add -A && git commit -q -m recipe
# A sidecar that is none.
git checkout -q -B cut honest
head -c 100 evidence.json >next && mv next evidence.json
git add -A && git commit -q -m cut
git checkout -q main
