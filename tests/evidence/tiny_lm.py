# SPDX-License-Identifier: Apache-2.0
"""Real evidence of a real model: trains a small causal transformer on the texts that Python itself ships, makes an int8 model of
it, and a broken one (its scales doubled in one layer), and evaluates all three with lm-evaluation-harness on documents that
were not trained on.

    python3 tiny_lm.py OUTDIR      needs the packages torch, transformers, lm-eval

OUTDIR then has model-{f32,int8,broken}.pt and eval/{f32,int8,broken}/… as the harness writes them. Nothing is fetched.
"""
import json
import os
import random
import sys
import sysconfig

os.environ.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")

import torch
from lm_eval import evaluator
from lm_eval.loggers import EvaluationTracker
from lm_eval.models.huggingface import HFLM
from lm_eval.tasks import TaskManager
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

SEED, CONTEXT, STEPS, DOCUMENTS = 7, 128, 700, 600
TASK = """task: true_line
dataset_path: json
dataset_kwargs: {{data_files: {{test: {data}}}}}
test_split: test
output_type: multiple_choice
doc_to_text: "{{{{context}}}}"
doc_to_target: 0
doc_to_choice: choices
target_delimiter: ""
metric_list: [{{metric: acc, aggregation: mean, higher_is_better: true}}]
metadata: {{version: 1.0}}
"""


def corpus():
    folder = sysconfig.get_paths()["stdlib"]
    for name in sorted(os.listdir(folder)):
        if name.endswith(".py"):
            with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                yield file.read()


def documents(texts, draw):
    lines = [line for text in texts for line in text.split("\n") if 20 < len(line) < 70]
    for text in texts:
        rows = text.split("\n")
        for at in range(6, len(rows) - 1, 11):
            if 20 < len(rows[at]) < 70:
                yield {"context": "\n".join(rows[at - 5:at]) + "\n", "choices": [rows[at]] + draw.sample(lines, 3)}


def tokenizer_of(texts):
    made = Tokenizer(models.BPE())
    made.pre_tokenizer, made.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
    made.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=2000, special_tokens=["<|end|>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    return PreTrainedTokenizerFast(tokenizer_object=made, eos_token="<|end|>", bos_token="<|end|>", pad_token="<|end|>")


def train(tokenizer, texts):
    config = LlamaConfig(vocab_size=len(tokenizer), hidden_size=128, intermediate_size=256, num_hidden_layers=3,
                         num_attention_heads=4, max_position_embeddings=512, bos_token_id=0, eos_token_id=0)
    model = LlamaForCausalLM(config)
    stream = torch.tensor([i for text in texts for i in tokenizer(text)["input_ids"] + [0]])
    steps = torch.optim.AdamW(model.parameters(), lr=2e-3)
    for _ in range(STEPS):
        starts = torch.randint(len(stream) - CONTEXT, (16,))
        batch = torch.stack([stream[i:i + CONTEXT] for i in starts])
        loss = model(batch, labels=batch).loss
        steps.zero_grad()
        loss.backward()
        steps.step()
    print(f"trained, loss {loss.item():.3f}")
    return model.eval()


def int8_of(model, broken):
    """Symmetric int8 with a scale for each row, as weight-only schemes have it."""
    tensors, state = {}, {name: value.clone() for name, value in model.state_dict().items()}
    for name, module in model.named_modules():
        if isinstance(module, torch.nn.Linear) and name != "lm_head":
            weight = module.weight.detach()
            scale = weight.abs().amax(dim=1, keepdim=True) / 127
            quantized = torch.round(weight / scale).clamp(-128, 127).to(torch.int8)
            if broken and ".1.mlp." in name:
                scale = scale * 2
            tensors[name + ".weight"], tensors[name + ".scale"] = quantized, scale
            state[name + ".weight"] = quantized.float() * scale
    made = LlamaForCausalLM(model.config)
    made.load_state_dict(state)
    return made.eval(), tensors


def evaluate(model, tokenizer, task_folder, output):
    tracker = EvaluationTracker(output_path=output)
    with torch.no_grad():
        results = evaluator.simple_evaluate(
            model=HFLM(pretrained=model, tokenizer=tokenizer, batch_size=16, device="cpu"), tasks=["true_line"],
            task_manager=TaskManager(include_path=task_folder, include_defaults=False), log_samples=True,
            bootstrap_iters=0)
    samples = results.pop("samples")
    tracker.save_results_aggregated(results=results, samples=samples)
    for task in results["configs"]:
        tracker.save_results_samples(task_name=task, samples=samples[task])
    print(output, results["results"]["true_line"])


def main(out):
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    draw = random.Random(SEED)
    texts = list(corpus())
    draw.shuffle(texts)
    held_out, texts = texts[:30], texts[30:90]
    os.makedirs(os.path.join(out, "task"), exist_ok=True)
    data = os.path.join(os.path.abspath(out), "task", "test.jsonl")
    rows = list(documents(held_out, draw))
    with open(data, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in draw.sample(rows, min(DOCUMENTS, len(rows))))
    with open(os.path.join(out, "task", "true_line.yaml"), "w", encoding="utf-8") as file:
        file.write(TASK.format(data=data))
    tokenizer = tokenizer_of(texts)
    model = train(tokenizer, texts)
    torch.save(model.state_dict(), os.path.join(out, "model-f32.pt"))
    evaluate(model, tokenizer, os.path.join(out, "task"), os.path.join(out, "eval", "f32"))
    for name, broken in (("int8", False), ("broken", True)):
        made, tensors = int8_of(model, broken)
        torch.save(tensors, os.path.join(out, f"model-{name}.pt"))
        evaluate(made, tokenizer, os.path.join(out, "task"), os.path.join(out, "eval", name))


main(sys.argv[1])
