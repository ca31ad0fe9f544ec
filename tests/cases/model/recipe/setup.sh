# SPDX-License-Identifier: Apache-2.0
# Recipes and calibration of a model: each branch changes one thing.
script() { # samples, what is done to a text, split
	cat <<PY | put quantize/quantize.py
# Calibration of intent.
from datasets import load_dataset
NUM_CALIBRATION_SAMPLES = $1
MAX_SEQUENCE_LENGTH = ${4:-2048}
ds = load_dataset("example/chats", split=f"$3[:{NUM_CALIBRATION_SAMPLES}]")
ds = ds.shuffle(seed=42).map(lambda row: {"text": $2})
oneshot(model=model, dataset=ds, recipe="quantize/recipe.yaml", max_seq_length=MAX_SEQUENCE_LENGTH,
	num_calibration_samples=NUM_CALIBRATION_SAMPLES)
PY
}

recipe() { # bits, strategy, ignored
	cat <<YAML | put quantize/recipe.yaml
quant_stage:
  quant_modifiers:
    GPTQModifier:
      ignore: [$3]
      config_groups:
        group_0:
          targets: [Linear]
          weights: {num_bits: $1, type: int, symmetric: true, strategy: $2}
YAML
}

results() { # date, accuracy
	printf '{"results": {"chats": {"alias": "chats", "acc,none": %s, "acc_stderr,none": 0.01}}, "configs": {"chats": {"task": "chats", "dataset_path": "example/chats", "test_split": "test"}}, "versions": {"chats": 1.0}, "n-shot": {"chats": 0}, "higher_is_better": {"chats": {"acc": true}}, "n-samples": {"chats": {"original": 1000, "effective": 1000}}, "date": %s}\n' "$2" "$1" |
		put eval/results_a.json
}

change() {
	git checkout -q -B "$1" main
}

repo
policy <<'POLICY'
version: 1
checks:
  model:
    models:
      - name: intent
        hop: infer
        files: ["models/intent.bin"]
        recipe: ["quantize/recipe.yaml", "quantize/quantize.py", "quantize/data/*.jsonl"]
        evidence: [{format: lm-eval, results: "eval/results_*.json"}]
        calibration: {min_samples: 512, min_sequence_length: 2048, chat_template: required}
POLICY
printf 'one' | put models/intent.bin
TEMPLATE='tokenizer.apply_chat_template(row["messages"], tokenize=False)'
script 512 "$TEMPLATE" train
recipe 8 channel 'lm_head, "re:.*router"'
printf '{"text": "a"}\n' | put quantize/data/own.jsonl
results 1776000000 0.80
commit base
change comment
printf '# nothing of importance\n' | cat - quantize/quantize.py >next && mv next quantize/quantize.py
commit comment
change samples
script 128 "$TEMPLATE" train
commit samples
change length
script 512 "$TEMPLATE" train 384
commit length
change computed
script 'int(sys.argv[1])' "$TEMPLATE" train
commit computed
change template
script 512 'row["messages"][0]' train
commit template
change overlap
script 512 "$TEMPLATE" test
commit overlap
change weaker
recipe 4 tensor 'lm_head, "re:.*router"'
commit weaker
change head
recipe 8 channel '"re:.*router"'
commit head
change data
printf '{"text": "b"}\n' | put quantize/data/own.jsonl
commit data
change broken
printf 'quant_stage: [\n' | put quantize/recipe.yaml
commit broken
change lost
git rm -q quantize/recipe.yaml
commit lost
git checkout -q main
