# SPDX-License-Identifier: Apache-2.0
"""Writes evidence in the shape of the tools that write it, for the cases of this group.

usage: evidence.py lm-eval FOLDER DATE TASK=N:RIGHT[:SHIFT]… [NAME=VALUE…]
       evidence.py ppl FILE PPL ERROR
       evidence.py kl FILE PPL PPL_BASE KLD SAME_TOP [lines=N]

Of a task's N documents those whose number times 7919 modulo N lies in SHIFT..SHIFT+RIGHT are right. NAME=VALUE: date (unix time), shots, version, limit,
template, model, seconds (that the run took), sha256 (of the model), passages=N (N documents share one), repeat (each row so many times), filters=2 (a second filter), stderr=NA, drop (rows left out at the end), cut=1, prompt, digits, nan=1, value.
"""
import hashlib
import json
import os
import sys


DIGITS = str.maketrans("abcdef", "123456")


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def results(folder, date, tasks, o):
    scores = {}
    filters = ["none"] if o.get("filters") != "2" else ["strict-match", "flexible-extract"]
    for task, n, right, _ in tasks:
        scores[task] = {"alias": task}
        for name in filters:
            share = float(o.get("value", right / n))
            scores[task]["acc," + name] = share
            scores[task]["acc_stderr," + name] = "N/A" if o.get("stderr") == "NA" else (share * (1 - share) / (n - 1)) ** 0.5
    names = [task[0] for task in tasks]
    whole = {
        "results": scores,
        "group_subtasks": {name: [] for name in names},
        "configs": {name: {"task": name, "dataset_path": "made/" + name, "output_type": "multiple_choice", "repeats": 1,
                           "metadata": {"version": 1.0}} for name in names},
        "versions": {name: float(o.get("version", 1)) for name in names},
        "n-shot": {name: int(o.get("shots", 0)) for name in names},
        "higher_is_better": {name: {"acc": True} for name in names},
        "n-samples": {name: {"original": n, "effective": n} for name, n, _, _ in tasks},
        "config": {"model": "hf", "model_args": "pretrained=" + o.get("model", "m"), "batch_size": "8",
                   "limit": float(o["limit"]) if "limit" in o else None, "random_seed": 0, "numpy_seed": 1234},
        "git_hash": o.get("model", "m"), "date": float(o.get("date", 1776000000)), "chat_template_sha": o.get("template"),
        "task_hashes": {name: sha(name + str(n)) for name, n, _, _ in tasks}, "lm_eval_version": "0.4.9",
    }
    if "sha256" in o:
        whole["model_sha256"] = o["sha256"]
    if "seconds" in o:
        whole["total_evaluation_time_seconds"] = o["seconds"] + "4321"
    text = json.dumps(whole, indent=2)
    if o.get("nan"):
        text = text.replace('"acc,none": ', '"acc,none": NaN, "was": ')
    with open(f"{folder}/results_{date}.json", "w") as file:
        file.write(text)
    return filters


def rows(task, n, right, shift, filters, o):
    for name in filters:
        for i in range(n):
            yield {"doc_id": i, "doc": {"question": f"{task} {i}", "passage": f"passage {i // int(o.get('passages', 1))}"}, "target": "1",
                   "arguments": {"gen_args_0": {"arg_0": f"{o.get('prompt', '')}question {i}", "arg_1": " yes"}},
                   "resps": [[["-1.5", "False"], [f"-{sha(o.get('model', 'm') + str(i))[:4].translate(DIGITS)}.5", "True"]]], "filtered_resps": [["-1.5", "False"]],
                   "filter": name, "metrics": ["acc"], "doc_hash": sha(f"{task} {i}"),
                   "prompt_hash": sha(o.get("prompt", "") + str(i)), "target_hash": sha("1"),
                   "acc": 1.0 if (i * 7919 - shift) % n < right else 0.0}


def lm_eval(folder, date, arguments):
    o = dict(a.split("=", 1) for a in arguments if ":" not in a)
    tasks = []
    for one in (a for a in arguments if ":" in a):
        name, numbers = one.split("=")
        n, right, shift = (numbers.split(":") + ["0"])[:3]
        tasks.append((name, int(n), int(right), int(shift)))
    os.makedirs(folder, exist_ok=True)
    filters = results(folder, date, tasks, o)
    for task, n, right, shift in tasks:
        lines = [json.dumps(row) + "\n" for row in rows(task, n, right, shift, filters, o)]
        lines = lines[:len(lines) - int(o.get("drop", 0))] * int(o.get("repeat", 1))
        if o.get("cut"):
            lines[-1] = lines[-1][:40]
        with open(f"{folder}/samples_{task}_{date}.jsonl", "w") as file:
            file.writelines(lines)


def ppl(path, value, error):
    with open(path, "w") as file:
        file.write("perplexity: calculating perplexity over 4 chunks, n_ctx=512, batch_size=512, n_seq=1\n"
                   f"[1]6.1034,[2]6.2001,[3]6.1123,[4]{value},\nFinal estimate: PPL = {value} +/- {error}\n")


def kl(path, value, base, kld, top, lines="99"):
    text = ("kl_divergence: computing over 4 chunks, n_ctx=512, batch_size=512, n_seq=1\n\n"
            "chunk             PPL               ln(PPL(Q)/PPL(base))          KL Divergence              Δp RMS            Same top p\n"
            + "".join(f"   {i}       6.1034 ±    0.9000       0.00100 ±    0.00100       {kld} ±    0.00100     1.000 ±  0.100 %    {top} ±  0.100 %\n"
                      for i in range(1, 5)) + "\n"
            "====== Perplexity statistics ======\n"
            f"Mean PPL(Q)                   : {value:>10} ±   0.036500\nMean PPL(base)                : {base:>10} ±   0.036500\n"
            f"Cor(ln(PPL(Q)), ln(PPL(base))):  99.90%\nMean ln(PPL(Q)/PPL(base))     :  -0.001000 ±   0.000086\n"
            f"Mean PPL(Q)/PPL(base)         :   0.999000 ±   0.000086\nMean PPL(Q)-PPL(base)         :  -0.002517 ±   0.000536\n\n"
            "====== KL divergence statistics ======\n"
            f"Mean    KLD: {kld:>10} ±   0.000100\nMaximum KLD:   3.100000\n99.9%   KLD:   0.900000\n99.0%   KLD:   0.300000\n"
            "Median  KLD:   0.000100\n 5.0%   KLD:  -0.000010\nMinimum KLD:  -0.000059\n\n"
            "====== Token probability statistics ======\n"
            f"Mean    Δp: -0.019 ± 0.003 %\n99.0%   Δp:  2.000%\nRMS Δp    :  1.198 ± 0.010 %\nSame top p: {top} ± 0.080 %\n")
    with open(path, "w") as file:
        file.write("\n".join(text.split("\n")[:int(lines.split("=")[-1])]))


{"lm-eval": lambda folder, date, *a: lm_eval(folder, date, a), "ppl": ppl, "kl": kl}[sys.argv[1]](*sys.argv[2:])
