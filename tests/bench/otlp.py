# SPDX-License-Identifier: Apache-2.0
"""Traces as the Collector's file exporter writes them, made up: 20 spans a line with six attributes each.

usage: otlp.py FILE MEGABYTES
"""
import random
import sys

PARTS = ["query basket", "render page", "cache get", "serialize"]


def attributes(pairs):
    kinds = {int: '{"key":"%s","value":{"intValue":"%d"}}', str: '{"key":"%s","value":{"stringValue":"%s"}}'}
    return "[" + ",".join(kinds[type(value)] % (key, value) for key, value in pairs) + "]"


RESOURCE = attributes([("service.name", "checkout"), ("service.version", "1.4.2"), ("host.name", "web-7.example.org"), ("process.pid", 4711),
                       ("telemetry.sdk.language", "go"), ("telemetry.sdk.name", "opentelemetry"), ("telemetry.sdk.version", "1.38.0")])


def span(rng, trace, key, parent, name, start, end):
    return ('{"traceId":"%s","spanId":"%s","parentSpanId":"%s","name":"%s","kind":2,"startTimeUnixNano":"%d","endTimeUnixNano":"%d","attributes":%s,'
            '"status":{}}' % (trace, key, parent, name, start, end, attributes(
                [("http.request.method", "GET"), ("url.path", "/shop/items/%d" % rng.randint(1, 99999)), ("http.response.status_code", 200),
                 ("server.address", "shop.example.org"), ("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64)"), ("network.protocol.version", "1.1")])))


def trace(rng, start):
    trace_id, root, spans, at = "%032x" % rng.getrandbits(128), "%016x" % rng.getrandbits(64), [], start + 10**5
    for name in PARTS:
        length = rng.randint(10**6, 4 * 10**6)
        spans.append(span(rng, trace_id, "%016x" % rng.getrandbits(64), root, name, at, at + length))
        at += length
    return [span(rng, trace_id, root, "", "GET /shop", start, at + 10**5)] + spans


def main():
    rng, size, at = random.Random(7), 0, 1764230400 * 10**9
    with open(sys.argv[1], "w") as out:
        while size < int(sys.argv[2]) * 10**6:
            at += 10**8
            spans = [one for i in range(4) for one in trace(rng, at + i * 10**7)]
            size += out.write('{"resourceSpans":[{"resource":{"attributes":%s},"scopeSpans":[{"scope":{"name":"example.org/shop","version":"0.3"},'
                              '"spans":[%s]}]}]}\n' % (RESOURCE, ",".join(spans)))


main()
