# SPDX-License-Identifier: Apache-2.0
"""Writes one evaluation of each format that is no harness' own layout of folders, for the case "formats".

usage: formats.py FOLDER KIND     good | worse | cut | nan | twice | other
"""
import json
import sys

folder, kind = sys.argv[1:]
worse = kind == "worse"
# What is measured: shares of 1000 documents, a word error rate.
share, rate = (0.72, 0.19) if worse else (0.801, 0.119) if kind in ("good", "other") else (0.80, 0.12)
N = 1000


def right(i):
    return (i * 7919 + (3 if kind in ("good", "other") else 0)) % N < share * N


def tree(value):
    return json.dumps(value, indent=1) + "\n"


def number(value):
    return "NaN" if kind == "nan" else value


def doubled(text, key):
    """The key twice in one object, the second time with another value."""
    return text.replace(f'"{key}":', f'"{key}": 0.99, "{key}":', 1) if kind == "twice" else text


def lighteval():
    text = tree({"config_general": {"model_name": "m", "max_samples": None, "model_dtype": "float16"},
                 "results": {"suite|arc|5": {"acc": share, "acc_stderr": 0.005}, "all": {"acc": share}},
                 "versions": {"suite|arc|5": 1 if kind == "other" else 0}})
    return doubled(text.replace(f'"acc": {share},', f'"acc": {number(share)},', 1), "acc")


def mlflow():
    rows = [[i, f"question {i}", float(right(i))] for i in range(N)]
    if kind == "other":
        rows = rows[:-1]
    text = json.dumps({"columns": ["id", "inputs", "score"], "data": rows})
    return doubled(text.replace("1.0]", f"{number(1.0)}]", 1), "columns")


def card():
    value = f"{share} ± 0.005"
    lines = ["---", "license: mit", "model-index:", "- name: m", "  results:", "  - task: {type: text-classification}",
             "    dataset: {name: glue, config: sst2, split: test}", "    metrics:",
             f"    - {{type: accuracy, value: {'.nan' if kind == 'nan' else json.dumps(value, ensure_ascii=False)}}}"]
    if kind == "twice":
        lines.append("  results: []")
    return "\n".join(lines + ["---", "# A model", ""])


def dvc():
    return doubled(tree({"asr": {"wer": number(rate) if kind == "nan" else rate}}).replace('"NaN"', "NaN"), "wer")


def toml():
    return f"[asr]\nwer = {'nan' if kind == 'nan' else rate}\n" + ("wer = 0.01\n" if kind == "twice" else "")


def nncf():
    text = f"m_backend_OV:\n  metric_value: {'.nan' if kind == 'nan' else share}\n  num_int4: 3\n"
    return text + ("m_backend_OV:\n  metric_value: 0.99\n" if kind == "twice" else "")


def helm():
    text = tree([{"name": {"name": "exact_match", "split": "test"}, "count": N, "sum": N * share, "mean": share,
                  "variance": share * (1 - share), "stddev": (share * (1 - share)) ** 0.5}])
    return doubled(text.replace(f'"mean": {share}', f'"mean": {number(share)}'), "mean")


def mlperf():
    line = f"accuracy={number(share * 100) if kind == 'nan' else round(share * 100, 3)}%, good={round(share * N)}, total={N}\n"
    return "loading\n" + line + (line if kind == "twice" else "") + "hash=00ff\n"


def coco():
    text = ""
    for name in ("Precision  (AP)", "Recall     (AR)"):
        for area, dets in (("   all", "100"), (" small", "100"), ("medium", "100"), (" large", "100"), ("   all", " 10"), ("   all", "  1")):
            value = "nan" if kind == "nan" else "-1.000" if area == " small" else f"{share / 2:.3f}"
            text += f" Average {name} @[ IoU=0.50:0.95 | area={area} | maxDets={dets} ] = {value}\n"
    return text * (2 if kind == "twice" else 1)


def trec():
    lines = [f"ndcg_cut_10           \tq{i}\t{'nan' if kind == 'nan' and i == 3 else f'{0.9 * right(i) + 0.05:.4f}'}" for i in range(N)]
    mean = sum(round(0.9 * right(i) + 0.05, 4) for i in range(N)) / N
    lines += [f"ndcg_cut_10           \tall\t{mean:.4f}"] * (2 if kind == "twice" else 1)
    return "\n".join(lines) + "\n"


def predictions():
    rows = [f"{i % (N - 1) if kind == 'twice' else i},p{i // 4},yes,{'yes' if right(i) else 'no'}" for i in range(N)]
    return "id,passage,label,prediction\n" + "\n".join(rows) + "\n"


def regression():
    rows = [json.dumps({"id": i, "label": 1.5 + i, "prediction": 1.5 + i + (0 if right(i) else 1)}) for i in range(N)]
    text = "\n".join(rows).replace('"prediction": 4.5', f'"prediction": {number(4.5)}') + "\n"
    return text.replace('"id": 7,', '"id": 7, "id": 8,') if kind == "twice" else text


for name, text in (("lighteval.json", lighteval()), ("mlflow.json", mlflow()), ("README.md", card()), ("dvc.json", dvc()), ("dvc.toml", toml()),
                   ("nncf.yaml", nncf()), ("helm.json", helm()), ("accuracy.txt", mlperf()), ("coco.txt", coco()),
                   ("trec.txt", trec()), ("predictions.csv", predictions()), ("regression.jsonl", regression())):
    data = text.encode()
    # Within the last number, or before the last word of what has none at its end.
    if kind == "cut":
        data = data[:data.rindex(b" ")] if name in ("coco.txt", "README.md") else data[:-4 if name != "accuracy.txt" else -12]
    with open(f"{folder}/{name}", "wb") as file:
        file.write(data)
