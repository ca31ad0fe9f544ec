# SPDX-License-Identifier: Apache-2.0
"""The stages of a small real pipeline, a process each: python3 stages.py STAGE OUT SEED COUNT [FAULT].

sensor | mosquitto_pub, mosquitto_sub | enrich | mosquitto_pub, mosquitto_sub | infer: a record a line, JSON. Each stage writes what it
measured into OUT; a fault changes what the stage does, never what it writes down.
"""
import json
import math
import os
import random
import sys
import time

COUNTRIES = {i: ["de", "fr", "us", "jp"][i % 4] for i in range(100)}


def reading(rng):
    customer = rng.randrange(100)
    return {"customer": customer, "volume": rng.gauss(50, 10), "tone": rng.gauss(0, 1)}


def label(record):
    """What really is: what the model has to find."""
    return record["volume"] / 10 + 2 * record["tone"] + (customer_bias(record["customer"])) > 5


def customer_bias(customer):
    return 1.5 if COUNTRIES[customer] == "us" else 0.0


def features(record):
    return [record["volume"] / 10, record["tone"], 1.0 if record.get("country") == "us" else 0.0, 1.0]


def score(weights, x):
    z = sum(a * b for a, b in zip(weights, x))
    return 1 / (1 + math.exp(-max(-30, min(30, z))))


def train(seed):
    """Logistic regression by gradient descent: small, and really trained."""
    rng = random.Random(seed)
    rows = [reading(rng) for _ in range(1500)]
    for row in rows:
        row["country"] = COUNTRIES[row["customer"]]
    data = [(features(row), label(row)) for row in rows]
    weights = [0.0] * 4
    for step in range(60):
        for x, y in data:
            error = score(weights, x) - y
            weights = [w - 0.05 / (1 + step / 10) * error * v for w, v in zip(weights, x)]
    return weights


class Way:
    """What a hop writes of each record that leaves it: its times, a span (OTLP/JSON) that is linked to that of the hop before, and its features."""

    def __init__(self, out, hop):
        self.hop, self.file = hop, open(f"{out}/way-{hop}.jsonl", "w")
        self.spans, self.features = open(f"{out}/spans-{hop}.jsonl", "w"), open(f"{out}/features-{hop}.csv", "w")
        self.features.write("volume,tone\n")

    def write(self, record, came_in):
        now = time.time_ns()
        json.dump({"id": record["id"], "hop": self.hop, "event_time": record["event_ns"], "in_time": came_in, "out_time": now}, self.file)
        self.file.write("\n")
        self.features.write(f"{record['volume']:.6f},{record['tone']:.6f}\n")
        self.span(record, came_in, now)

    def span(self, record, start, end):
        before = record.get("span")
        record["span"] = {"traceId": before["traceId"] if before else os.urandom(16).hex(), "spanId": os.urandom(8).hex()}
        span = {**record["span"], "name": f"{self.hop} message", "kind": 5 if before else 4, "startTimeUnixNano": str(start),
                "endTimeUnixNano": str(end), "links": [before] if before else []}
        service = {"attributes": [{"key": "service.name", "value": {"stringValue": self.hop}}]}
        json.dump({"resourceSpans": [{"resource": service, "scopeSpans": [{"spans": [span]}]}]}, self.spans)
        self.spans.write("\n")


def send(record):
    sys.stdout.write(json.dumps(record) + "\n")
    sys.stdout.flush()


def sensor(out, seed, count, fault):
    rng, way, held = random.Random(seed), Way(out, "ingest"), []
    for i in range(count):
        record = reading(rng)
        record["id"], record["event_ns"] = i, time.time_ns()
        held.append(record)
        if fault != "late-sensor" or len(held) == count:  # the fault: it holds back all that it reads
            for one in held:
                way.write(one, one["event_ns"])
                send(one)
            held = []
        time.sleep(0.006)


def records():
    for line in sys.stdin:
        yield json.loads(line), time.time_ns()


def enrich(out, count, fault):
    way, seen, nulls = Way(out, "enrich"), 0, 0
    for record, came_in in records():
        record["country"] = COUNTRIES[record["customer"]]
        if fault == "lost-field" and seen % 3 == 0:  # the fault: every third join fails
            record["country"] = None
        seen, nulls = seen + 1, nulls + (record["country"] is None)
        way.write(record, came_in)
        send(record)
        if seen == count:
            break
    json.dump({"records": seen, "nulls": nulls}, open(f"{out}/enrich.json", "w"))


def infer(out, seed, count, fault):
    weights = json.load(open(f"{out}/model.json"))
    way, seen, right = Way(out, "infer"), 0, 0
    with open(f"{out}/predictions.csv", "w") as predictions:
        for record, came_in in records():
            truth = label(record)
            if fault == "other-distribution":  # the fault: another unit in front of the model
                record["volume"] *= 1.4
            x = features(record)
            p = score(weights, x)
            predictions.write(f"{record['id']},{record['customer']},{p:.6f}\n")
            right += (p > 0.5) == truth
            seen += 1
            way.write(record, came_in)
            if seen == count:
                break
    json.dump({"accuracy": right / max(seen, 1)}, open(f"{out}/accuracy.json", "w"))


if __name__ == "__main__":
    stage, out, seed, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    fault = sys.argv[5] if len(sys.argv) > 5 else ""
    if stage == "train":
        json.dump(train(seed), open(f"{out}/model.json", "w"))
    elif stage == "sensor":
        sensor(out, seed, count, fault)
    elif stage == "enrich":
        enrich(out, count, fault)
    else:
        infer(out, seed, count, fault)
