# SPDX-License-Identifier: Apache-2.0
"""A way of three stages through an inference service, traced: a request is cut into words, scored, and its answer is written. Prints a line of OTLP/JSON for each
request, as the Collector's file exporter writes them. Put your own stages in the place of these, and take the spans from here or from an SDK.

    python3 inference.py [REQUESTS] > traces.jsonl      20 requests

`interleave.sh` runs it in the tree of the base and in that of the head, in turn. Needs python3.
"""
import contextlib
import hashlib
import json
import os
import sys
import time


class Trace:
    """The spans of one request."""

    def __init__(self):
        self.id, self.spans, self.open = os.urandom(16).hex(), [], []

    @contextlib.contextmanager
    def span(self, name):
        span = {"traceId": self.id, "spanId": os.urandom(8).hex(), "name": name, "kind": 1, "startTimeUnixNano": str(time.time_ns())}
        if self.open:
            span["parentSpanId"] = self.open[-1]["spanId"]
        self.open.append(span)
        began = time.perf_counter_ns()
        try:
            yield
        finally:
            span["endTimeUnixNano"] = str(int(span["startTimeUnixNano"]) + time.perf_counter_ns() - began)
            self.spans.append(self.open.pop())

    def line(self):
        service = {"attributes": [{"key": "service.name", "value": {"stringValue": "intent"}}]}
        return json.dumps({"resourceSpans": [{"resource": service, "scopeSpans": [{"scope": {"name": "inference"}, "spans": self.spans}]}]})


def preprocess(text):
    return [word.lower() for word in text.split()]


def infer(words):
    """Stands for a model: each word is hashed many times."""
    score = b""
    for word in words:
        for _ in range(400):
            score = hashlib.sha256(score + word.encode()).digest()
    return score


def postprocess(score):
    return json.dumps({"intent": ["buy", "browse", "leave"][score[0] % 3], "score": score[1] / 255})


def request(text):
    trace = Trace()
    with trace.span("request"):
        with trace.span("preprocess"):
            words = preprocess(text)
        with trace.span("infer"):
            score = infer(words)
        with trace.span("postprocess"):
            postprocess(score)
    return trace.line()


def main():
    for i in range(-2, int(sys.argv[1]) if len(sys.argv) > 1 else 20):
        line = request("what does the blue one cost and when can it be here " * 2)
        if i >= 0:  # the first ones warm up
            print(line)


if __name__ == "__main__":
    main()
