# SPDX-License-Identifier: Apache-2.0
# A model of which the evidence is old, another's, or of other bytes; and a baseline edited with it.
evidence() {
	python3 "$CASE/../evidence.py" "$@"
}

# pointer N: the model as a pointer of Git LFS.
pointer() {
	printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 4096\n' "$1" | put models/a.gguf
}

change() {
	git checkout -q -B "$1" main
	pointer 2
}

repo
policy <<'POLICY'
version: 1
checks:
  model:
    models:
      - name: a
        files: ["models/a.gguf"]
        reference: ["models/f16.gguf"]
        evidence: [{format: lm-eval, results: "eval/a/results_*.json", samples: "eval/a/samples_*.jsonl", reference: "eval/f16"}]
      - name: b
        files: ["models/b.gguf"]
        evidence: [{format: lm-eval, results: "eval/b/results_*.json"}]
POLICY
pointer 1
printf 'b' | put models/b.gguf
evidence lm-eval eval/a 2026-04-15T13-55-33.1 arc=1000:800 model=a
evidence lm-eval eval/f16 2026-04-15T13-55-33.3 arc=1000:800 model=f16
evidence lm-eval eval/b 2026-04-15T13-55-33.2 arc=1000:790 model=b
commit base
# The model is replaced, and nothing else.
change replaced
commit replaced
# The other model's evaluation is put in its place.
change copied
git rm -q -r eval/a
mkdir -p eval/a
cp eval/b/* eval/a/
commit copied
# What it is compared with gets worse in the same change.
change edited
git rm -q -r eval/a eval/f16
evidence lm-eval eval/a 2026-04-16T13-55-33.1 arc=1000:800 date=1776100000 model=a2
evidence lm-eval eval/f16 2026-04-15T13-55-33.3 arc=1000:790 model=f16
commit edited
# The evaluation is deleted.
change deleted
git rm -q -r eval/a
commit deleted
# An honest one. The old files stay; the newer date inside counts.
change honest
evidence lm-eval eval/a 2026-04-16T13-55-33.1 arc=1000:800 date=1776100000 model=a2
commit honest
# The model is deleted with its evidence: nothing is to be proven.
git checkout -q -B gone main
git rm -q -r models/a.gguf eval/a
commit gone
# Nothing of the kind changes.
git checkout -q -B other main
printf 'words\n' | put README
commit other
