# SPDX-License-Identifier: Apache-2.0
# Sidecars that somebody has put his hand to. The key is made when the test runs, and what is said does not depend on it.
evidence() {
	python3 "$CASE/../evidence.py" "$@"
}

bind() {
	# shellcheck disable=SC2046
	"$SEAMGATE" model bind --model models/a.bin $(printf -- '--evidence %s ' eval/*) --harness "lm-eval 0.4.9" --key ../signing.pem "$@" >/dev/null
}

# edit PYTHON: `whole` is the sidecar.
edit() {
	python3 -c 'import json, sys
whole = json.load(open("evidence.json"))
exec(sys.argv[1])
json.dump(whole, open("evidence.json", "w"), indent=2)' "$1"
}

change() {
	git checkout -q -B "$1" honest
}

keep() {
	git add -A && git commit -q -m "$1"
}

repo
policy <<'POLICY'
version: 1
checks:
  model:
    models:
      - name: a
        files: ["models/a.bin"]
        evidence: [{format: lm-eval, results: "eval/results_*.json", samples: "eval/samples_*.jsonl"}]
        sidecar: evidence.json
        public_key: keys/evidence.pub.pem
        metrics: [{task: "*", metric: acc, margin: 0.1}]
POLICY
mkdir keys
openssl genpkey -algorithm ed25519 -out ../signing.pem 2>/dev/null
openssl genpkey -algorithm ed25519 -out ../other.pem 2>/dev/null
openssl pkey -in ../signing.pem -pubout -out keys/evidence.pub.pem
printf 'one' | put models/a.bin
evidence lm-eval eval 2026-04-15T13-55-33.1 arc=300:240 model=a
bind
keep base
git checkout -q -B honest main
printf 'two' | put models/a.bin
git rm -q -r eval
evidence lm-eval eval 2026-04-16T13-55-33.1 date=1776100000 arc=300:240 model=a2
bind
keep honest
# The sidecar of the model before; the same with the new digest written in.
change replayed
git checkout -q main -- evidence.json
keep replayed
change relabelled
edit 'whole["models"][0]["sha256"] = "0" * 64'
keep relabelled
# The key is replaced with the sidecar, and the policy's key with both.
change other-key
bind --key ../other.pem
openssl pkey -in ../other.pem -pubout -out keys/evidence.pub.pem
keep other-key
# The signature is taken off, with and without the words around it.
change stripped
edit 'del whole["signature"]'
keep stripped
change emptied
edit 'whole["signature"]["value"] = ""'
keep emptied
# A digest in capitals; a member that nobody signs; a second digest, of DVC's kind; a path out of the repository; twice the same path.
change capitals
edit 'whole["models"][0]["sha256"] = whole["models"][0]["sha256"].upper()'
keep capitals
change member
edit 'whole["approved"] = True'
keep member
change digest
edit 'whole["models"][0]["md5"] = "0" * 32'
keep digest
change escape
edit 'whole["evidence"][0]["path"] = "../eval/results.json"'
keep escape
change twice
edit 'whole["models"] *= 2'
keep twice
change key-twice
sed -i 's/"models": \[/"models": [], "models": [/' evidence.json
keep key-twice
# A sample's file is swapped; one is not bound at all.
change swapped
sed -i '1s/question 0/question x/' eval/samples_*
keep swapped
change unbound
rm eval/samples_*
bind
git checkout -q honest -- eval
keep unbound
# The sidecar is a link, and goes.
change link
git mv evidence.json keys/evidence.json
ln -s keys/evidence.json evidence.json
keep link
change gone
git rm -q evidence.json
keep gone
# Nothing but the sidecar changes.
git checkout -q -B alone main
edit 'del whole["signature"]'
keep alone
# A key without a sidecar is a mistake.
git checkout -q -B key-alone main
sed -i '/sidecar:/d' .seamgate.yml
keep key-alone
