# SPDX-License-Identifier: Apache-2.0
"""The check drift against SciPy, Evidently and NannyML (all three from PyPI), on the same data and with the same conventions: no figure may differ by more than 1e-9.

    python3 tests/bench/drift_oracles.py SEAMGATE

Prints a line for each figure. Needs scipy, evidently 0.7, nannyml 0.13, and pandas below 2.3, which these two want.
"""
import csv
import json
import os
import random
import subprocess
import sys
import tempfile

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"  # it would call home

import nannyml
import numpy as np
import pandas as pd
from evidently.legacy.calculations.stattests import jensenshannon, psi, wasserstein_distance_norm
from evidently.legacy.core import ColumnType
from nannyml.drift.univariate.methods import CategoricalJensenShannonDistance, KolmogorovSmirnovStatistic, WassersteinDistance
from nannyml.chunk import SizeBasedChunker
from nannyml.thresholds import ConstantThreshold
from scipy import stats
from scipy.spatial import distance

GATE = os.path.abspath(sys.argv[1])
ROWS = 5000


def samples():
    rng = random.Random(11)
    ref = pd.DataFrame({"amount": [round(rng.gauss(100, 10), 6) for _ in range(ROWS)],
                        "country": rng.choices(["de", "fr", "us", "jp"], [5, 3, 1.5, 0.5], k=ROWS)})
    cur = pd.DataFrame({"amount": [round(rng.gauss(104, 13), 6) for _ in range(ROWS + 321)],
                        "country": rng.choices(["de", "fr", "us", "jp"], [4, 3, 2, 1], k=ROWS + 321)})
    return ref, cur


def gate(folder, keys):
    """The statistic as the gate has it, with all its digits."""
    with open(f"{folder}/policy.yml", "w") as policy:
        policy.write("version: 1\nchecks:\n  drift:\n    features:\n      - " + json.dumps(
            {"name": "it", "baseline": "ref.csv", "current": "cur.csv", "max": 1e-6, "workspace": True, **keys}) + "\n")
    subprocess.run([GATE, "run", "--base", "HEAD~1", "--head", "HEAD", "--check", "drift", "-q", "--policy", "policy.yml",
                    "--report", "json=out.json"], cwd=folder, capture_output=True)
    report = json.load(open(f"{folder}/out.json"))
    return next(check for check in report["checks"] if check["name"] == "drift")["measurements"][0]["head"]


def nanny(method, feature_type, ref, cur, column):
    as_type = "float64" if feature_type == "continuous" else "category"
    return method.fit(ref[column].astype(as_type)).calculate(cur[column].astype(as_type))


def figures(ref, cur):
    """name, keys of the gate's policy, the other one's figure"""
    a, c = ref["amount"], cur["amount"]
    shares = [np.array([(s["country"] == k).mean() for k in ("de", "fr", "us", "jp")]) for s in (ref, cur)]
    counts = [np.array([(s["country"] == k).sum() for k in ("de", "fr", "us", "jp")]) for s in (ref, cur)]
    table = stats.chi2_contingency(np.array(counts), correction=False)
    num, cat = ColumnType.Numerical, ColumnType.Categorical
    yield "scipy ks", {"column": "amount", "test": "ks"}, stats.ks_2samp(a, c).statistic
    yield "scipy wasserstein", {"column": "amount", "test": "wasserstein", "scale": "none"}, stats.wasserstein_distance(a, c)
    yield "scipy chi-square", {"column": "country", "test": "chi-square"}, table.statistic
    yield "scipy cramers-v", {"column": "country", "test": "cramers-v"}, stats.contingency.association(np.array(counts), "cramer")
    yield "scipy jensen-shannon, base 2", {"column": "country", "test": "jensen-shannon"}, distance.jensenshannon(*shares, base=2)
    yield "evidently wasserstein", {"column": "amount", "test": "wasserstein", "scale": "population"}, \
        wasserstein_distance_norm._wasserstein_distance_norm(a, c, num, 0.1)[0]
    yield "evidently jensen-shannon of categories", {"column": "country", "test": "jensen-shannon", "log": "e"}, \
        jensenshannon._jensenshannon(ref["country"], cur["country"], cat, 0.1)[0]
    yield "evidently jensen-shannon of numbers", {"column": "amount", "test": "jensen-shannon", "log": "e", "binning": "sturges"}, \
        jensenshannon._jensenshannon(a, c, num, 0.1)[0]
    yield "evidently psi of categories", {"column": "country", "test": "psi"}, psi._psi(ref["country"], cur["country"], cat, 0.1)[0]
    yield "evidently psi of numbers", {"column": "amount", "test": "psi", "binning": "sturges"}, psi._psi(a, c, num, 0.1)[0]
    build = dict(chunker=SizeBasedChunker(chunk_size=ROWS), threshold=ConstantThreshold(), computation_params={"calculation_method": "exact"})
    yield "nannyml ks", {"column": "amount", "test": "ks"}, nanny(KolmogorovSmirnovStatistic(**build), "continuous", ref, cur, "amount")
    yield "nannyml wasserstein", {"column": "amount", "test": "wasserstein", "scale": "none"}, \
        nanny(WassersteinDistance(**build), "continuous", ref, cur, "amount")
    yield "nannyml jensen-shannon of categories", {"column": "country", "test": "jensen-shannon"}, \
        nanny(CategoricalJensenShannonDistance(**build), "categorical", ref, cur, "country")


# ---- concept drift: the metric of each window of time ----

CLASSES = ["buy", "browse", "leave"]


def labelled(seed, rows, later):
    """A prediction a minute; from half of them on more are wrong."""
    rng = random.Random(seed)
    frame = pd.DataFrame({"at": pd.date_range("2026-05-01", periods=rows, freq="min", tz="UTC"), "label": rng.choices(CLASSES, k=rows)})
    frame["prediction"] = [label if rng.random() < (0.9 if i < rows / 2 else later) else rng.choice(CLASSES)
                           for i, label in enumerate(frame["label"])]
    frame["amount"] = [round(rng.gauss(100, 10), 6) for _ in range(rows)]
    frame["guess"] = [round(amount + rng.gauss(0, 2 if i < rows / 2 else 3), 6) for i, amount in enumerate(frame["amount"])]
    for name in CLASSES:
        frame["p_" + name] = (frame["prediction"] == name).astype(float)
    return frame


def gate_windows(folder, keys):
    with open(f"{folder}/policy.yml", "w") as policy:
        policy.write("version: 1\nchecks:\n  drift:\n    concepts:\n      - " + json.dumps(
            {"name": "it", "baseline": "base.csv", "current": "rows.csv", "time": "at", "margin": 0.01, "workspace": True, **keys}) + "\n")
    subprocess.run([GATE, "run", "--base", "HEAD~1", "--head", "HEAD", "--check", "drift", "-q", "--policy", "policy.yml",
                    "--report", "json=out.json"], cwd=folder, capture_output=True)
    report = json.load(open(f"{folder}/out.json"))
    rows = next(check for check in report["checks"] if check["name"] == "drift")["measurements"]
    return [row["head"] for row in rows if " from " in row["name"]]


def nanny_windows(problem, metric, base, rows, label, prediction, **chunks):
    calculator = nannyml.PerformanceCalculator(
        problem_type=problem, y_true=label, y_pred=prediction, metrics=[metric], timestamp_column_name="at",
        **({"y_pred_proba": {name: "p_" + name for name in CLASSES}} if problem == "classification_multiclass" else {}), **chunks)
    result = calculator.fit(base).calculate(rows).filter(period="analysis").to_df()
    return list(result[(metric, "value")])


def window_figures(folder):
    """name, the gate's figures, NannyML's"""
    base, rows = labelled(1, 4320, 0.9), labelled(2, 4320, 0.7)
    for name, frame in (("base", base), ("rows", rows)):
        frame.assign(at=frame["at"].dt.strftime("%Y-%m-%dT%H:%M:%SZ")).to_csv(f"{folder}/{name}.csv", index=False)
    frames = [frame.assign(at=frame["at"].dt.tz_localize(None)) for frame in (base, rows)]
    yield "nannyml accuracy, 720 rows each", gate_windows(folder, {"window_rows": 720}), \
        nanny_windows("classification_multiclass", "accuracy", *frames, "label", "prediction", chunk_size=720)
    yield "nannyml accuracy by day", gate_windows(folder, {"window": "24h"}), \
        nanny_windows("classification_multiclass", "accuracy", *frames, "label", "prediction", chunk_period="D")
    keys = {"window": "24h", "label": "amount", "prediction": "guess"}
    yield "nannyml mae by day", gate_windows(folder, {**keys, "metric": "absolute-error"}), \
        nanny_windows("regression", "mae", *frames, "amount", "guess", chunk_period="D")
    yield "nannyml mse by day", gate_windows(folder, {**keys, "metric": "squared-error"}), \
        nanny_windows("regression", "mse", *frames, "amount", "guess", chunk_period="D")


def main():
    ref, cur = samples()
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, frame in (("ref", ref), ("cur", cur)):
            frame.to_csv(f"{folder}/{name}.csv", index=False, quoting=csv.QUOTE_NONE)
        for command in (["init", "-q"], ["commit", "-q", "--allow-empty", "-m", "1"], ["commit", "-q", "--allow-empty", "-m", "2"]):
            subprocess.run(["git", "-C", folder, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *command], check=True)
        for name, keys, other in figures(ref, cur):
            own = gate(folder, keys)
            difference = abs(own - float(other))
            worst = max(worst, difference)
            print(f"{name}: {own!r} {float(other)!r} {difference:.1e} {'equal' if difference < 1e-9 else 'DIFFERENT'}")
        for name, own, other in window_figures(folder):
            difference = max(map(abs, np.subtract(own, other))) if len(own) == len(other) else np.inf
            worst = max(worst, difference)
            print(f"{name}: {len(own)} windows, {difference:.1e} {'equal' if difference < 1e-9 else 'DIFFERENT'}")
    return 0 if worst < 1e-9 else 1


if __name__ == "__main__":
    sys.exit(main())
