# SPDX-License-Identifier: Apache-2.0
"""Real evidence of a real model: trains a small causal transformer on the texts that Python itself ships, makes an int8 and an int4
model of it, and a broken int8 (its scales doubled in one layer), and evaluates all of them with lm-evaluation-harness on documents
that were not trained on: a multiple choice, a generation with two filters, and perplexities.

    python3 tiny_lm.py OUTDIR      needs the packages torch, transformers, lm-eval

OUTDIR then has model-NAME.pt and eval/NAME/… as the harness writes them, hf/ with the trained model for other tools, and held_out.txt
with text that was not trained on. Nothing is fetched.
"""
import json
import os
import random
import re
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

SEED, CONTEXT, STEPS, DOCUMENTS, MADE, PAGES = 7, 128, 900, 1500, 200, 60
TASKS = {"true_line": """output_type: multiple_choice
doc_to_text: "{{context}}"
doc_to_target: 0
doc_to_choice: choices
target_delimiter: ""
metric_list: [{metric: acc, aggregation: mean, higher_is_better: true}]
""", "next_word": """output_type: generate_until
doc_to_text: "{{context}}"
doc_to_target: "{{word}}"
target_delimiter: ""
generation_kwargs: {until: ["\\n"], do_sample: false, max_gen_toks: 12}
metric_list: [{metric: exact_match, aggregation: mean, higher_is_better: true}]
filter_list:
  - {name: strict-match, filter: [{function: regex, regex_pattern: "^(\\\\w+)"}, {function: take_first}]}
  - {name: flexible-extract, filter: [{function: regex, regex_pattern: "(\\\\w+)"}, {function: take_first}]}
""", "pages": """output_type: loglikelihood_rolling
doc_to_text: ""
doc_to_target: "{{page}}"
metric_list: [{metric: word_perplexity}, {metric: byte_perplexity}, {metric: bits_per_byte}]
"""}


def corpus():
    folder = sysconfig.get_paths()["stdlib"]
    for name in sorted(os.listdir(folder)):
        if name.endswith(".py"):
            with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                yield file.read()


def choices(texts, draw):
    """Which line comes next: the true one among others of the same file."""
    for text in texts:
        rows = text.split("\n")
        lines = [line for line in rows if 20 < len(line) < 70]
        for at in range(6, len(rows) - 1, 5):
            if 20 < len(rows[at]) < 70 and len(lines) > 20:
                yield {"context": "\n".join(rows[at - 4:at]) + "\n", "choices": [rows[at]] + draw.sample(lines, 3)}


def words(texts):
    """Which word comes next, where a line has a long one in its middle."""
    for text in texts:
        rows = text.split("\n")
        for at in range(6, len(rows), 9):
            found = re.match(r"(\s+\S+.*[ .(])([A-Za-z_]{3,10})\b", rows[at])
            if found:
                yield {"context": "\n".join(rows[at - 4:at] + [found[1]]), "word": found[2]}


def pages(texts):
    for text in texts:
        yield {"page": text[2000:3500]}


def write_task(folder, name, rows):
    data = os.path.join(os.path.abspath(folder), name + ".jsonl")
    with open(data, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    with open(os.path.join(folder, name + ".yaml"), "w", encoding="utf-8") as file:
        file.write(f"task: {name}\ndataset_path: json\ndataset_kwargs: {{data_files: {{test: {data}}}}}\ntest_split: test\n"
                   f"{TASKS[name]}metadata: {{version: 1.0}}\n")


def tokenizer_of(texts):
    made = Tokenizer(models.BPE())
    made.pre_tokenizer, made.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
    made.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=2000, special_tokens=["<|end|>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    return PreTrainedTokenizerFast(tokenizer_object=made, eos_token="<|end|>", bos_token="<|end|>", pad_token="<|end|>")


def train(tokenizer, texts):
    config = LlamaConfig(vocab_size=len(tokenizer), hidden_size=256, intermediate_size=512, num_hidden_layers=3, tie_word_embeddings=True,
                         num_attention_heads=4, max_position_embeddings=512, bos_token_id=0, eos_token_id=0)
    model = LlamaForCausalLM(config)
    stream = torch.tensor([i for text in texts for i in tokenizer(text)["input_ids"] + [0]])
    steps = torch.optim.AdamW(model.parameters(), lr=2e-3)
    for step in range(STEPS):
        for group in steps.param_groups:
            group["lr"] = 2e-3 * min(1, (step + 1) / 50, 0.05 + (STEPS - step) / STEPS)
        starts = torch.randint(len(stream) - CONTEXT, (16,))
        batch = torch.stack([stream[i:i + CONTEXT] for i in starts])
        loss = model(batch, labels=batch).loss
        steps.zero_grad()
        loss.backward()
        steps.step()
    print(f"trained, loss {loss.item():.3f}")
    return model.eval()


def quantized(model, top, broken):
    """Symmetric integers with a scale for each row, as weight-only schemes have it; top is the largest."""
    tensors, state = {}, {name: value.clone() for name, value in model.state_dict().items()}
    for name, module in model.named_modules():
        if isinstance(module, torch.nn.Linear) and name != "lm_head":
            weight = module.weight.detach()
            scale = weight.abs().amax(dim=1, keepdim=True) / top
            whole = torch.round(weight / scale).clamp(-top - 1, top).to(torch.int8)
            if broken and ".1.mlp." in name:
                scale = scale * 2
            tensors[name + ".weight"], tensors[name + ".scale"] = whole, scale
            state[name + ".weight"] = whole.float() * scale
    made = LlamaForCausalLM(model.config)
    made.load_state_dict(state)
    return made.eval(), tensors


def evaluate(model, tokenizer, task_folder, output):
    tracker = EvaluationTracker(output_path=output)
    with torch.no_grad():
        results = evaluator.simple_evaluate(
            model=HFLM(pretrained=model, tokenizer=tokenizer, batch_size=16, device="cpu"), tasks=list(TASKS),
            task_manager=TaskManager(include_path=task_folder, include_defaults=False), log_samples=True,
            bootstrap_iters=0)
    samples = results.pop("samples")
    tracker.save_results_aggregated(results=results, samples=samples)
    for task in results["configs"]:
        tracker.save_results_samples(task_name=task, samples=samples[task])
    print(output, results["results"])


def main(out):
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    draw = random.Random(SEED)
    texts = list(corpus())
    draw.shuffle(texts)
    held_out, texts = texts[:40], texts[40:120]
    folder = os.path.join(out, "task")
    os.makedirs(folder, exist_ok=True)
    for name, rows, most in (("true_line", list(choices(held_out, draw)), DOCUMENTS), ("next_word", list(words(held_out)), MADE),
                             ("pages", list(pages(held_out)), PAGES)):
        write_task(folder, name, draw.sample(rows, min(most, len(rows))))
    with open(os.path.join(out, "held_out.txt"), "w", encoding="utf-8") as file:
        file.write("\n".join(held_out))
    tokenizer = tokenizer_of(texts)
    model = train(tokenizer, texts)
    model.save_pretrained(os.path.join(out, "hf"))
    tokenizer.save_pretrained(os.path.join(out, "hf"))
    torch.save(model.state_dict(), os.path.join(out, "model-f32.pt"))
    evaluate(model, tokenizer, folder, os.path.join(out, "eval", "f32"))
    for name, top, broken in (("int8", 127, False), ("int4", 7, False), ("broken", 127, True)):
        made, tensors = quantized(model, top, broken)
        torch.save(tensors, os.path.join(out, f"model-{name}.pt"))
        evaluate(made, tokenizer, folder, os.path.join(out, "eval", name))


main(sys.argv[1])
