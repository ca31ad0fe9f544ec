#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares gate/base/json.c with Python's json module: json_differential.py JSON_DUMP.

Documents are made from a fixed seed: valid ones, and valid ones with bytes changed. Where the gate is stricter on
purpose (duplicate keys, nesting over 128, numbers that are not finite, lone surrogates), the expectation says so.
"""
import json
import math
import random
import subprocess
import sys

DEEPEST = 128
DOCUMENTS = 6000

WORDS = ["", "a", "b", "key", "sha", "pull_request", "\u00e9", "\u20ac", "\U0001f600", "\x7f", "\u2028",
         "\"", "\\", "/", "\n\t\r\b\f", "\x00", "\x1f", "a" * 300, "\ufeff", "\uffff"]
NUMBERS = ["0", "-0", "1", "-1", "10", "1.5", "-0.25", "1e3", "1E-7", "2.5e+10", "123456789012345678901234567890",
           "1e308", "1.7976931348623157e308", "5e-324", "1e-999", "0.1", "3.141592653589793", "-1e-5"]
BAD = ["1e999", "-1e400", "9" * 400, "NaN", "Infinity", "-Infinity", "01", "1.", ".5", "+1", "-", "1e", "0x1", "tru",
       "nul", "None", "'a'", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud83d\\ud83d\"", "\"\\x\"",
       "\"\\u12\"", "\"\t\"", "\"", "", ",", "[", "]", "{", "}", "[1,]", "[,1]", "{\"a\":1,}", "{\"a\"}", "{1:2}",
       "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "\ufeff", "\u00a0", "//x\n1", "1 1", "[1 2]", "{\"a\" 1}"]
GOOD_TEXT = ["\"\\ud83d\\ude00\"", "\"\\u00e9\\u0000\"", "\"\\/\"", "\"\\u005C\"", "\"\\uFFFF\"", "\"\\udbff\\udfff\""]


def space(rng):
    return "".join(rng.choice(" \t\n\r") for _ in range(rng.choice([0, 0, 0, 1, 2])))


def make_string(rng):
    text = "".join(rng.choice(WORDS) for _ in range(rng.randint(0, 3)))
    return json.dumps(text, ensure_ascii=rng.random() < 0.5)


def make_scalar(rng, bad):
    if bad and rng.random() < bad:
        return rng.choice(BAD)
    kind = rng.randrange(4)
    if kind == 0:
        return rng.choice(["null", "true", "false"])
    if kind == 1:
        return rng.choice(NUMBERS)
    return make_string(rng) if kind == 2 else rng.choice(GOOD_TEXT)


def make_value(rng, depth, bad):
    if depth == 0 or rng.random() < 0.3:
        return make_scalar(rng, bad)
    count = rng.choice([0, 1, 2, 3, 12])
    gap = space(rng)
    if rng.random() < 0.5:
        return "[" + gap + ("," + gap).join(make_value(rng, depth - 1, bad) for _ in range(count)) + gap + "]"
    keys = [json.dumps("%s%d" % (rng.choice(WORDS), i if rng.random() < 0.97 else 0)) for i in range(count)]
    members = [key + gap + ":" + space(rng) + make_value(rng, depth - 1, bad) for key in keys]
    return "{" + gap + ("," + gap).join(members) + gap + "}"


def damaged(rng, data):
    data = bytearray(data)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(data) + 1)
        what = rng.randrange(4)
        if what == 0 and data:
            del data[at:at + rng.randint(1, 4)]
        elif what == 1 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        elif what == 2:
            data[at:at] = rng.choice([b"{", b"}", b"[", b"]", b",", b":", b"\"", b"\\", b"\x00", b"\xff", b"0", b"\xc3"])
        else:
            data = data[:at]
    return bytes(data)


def documents():
    rng = random.Random(20260101)
    for open_, close in (("[", "]"), ("{\"a\":", "}")):
        for count in (DEEPEST - 1, DEEPEST, DEEPEST + 1, 500):
            yield (open_ * count + "1" + close * count).encode()
    for text in BAD + GOOD_TEXT + NUMBERS:
        yield text.encode()
        yield ("[" + text + "]").encode()
    for i in range(DOCUMENTS):
        text = space(rng) + make_value(rng, rng.randint(0, 5), 0.03 if i % 3 == 1 else 0) + space(rng)
        data = text.encode()
        yield damaged(rng, data) if i % 3 == 2 else data


class Refused(Exception):
    pass


def members(pairs):
    if len({key for key, _ in pairs}) != len(pairs):
        raise Refused("duplicate")
    return dict(pairs)


def constant(_name):
    raise Refused("constant")


def number(text):
    try:
        value = float(text)
    except OverflowError as error:
        raise Refused("range") from error
    if not math.isfinite(value):
        raise Refused("range")
    return value


def notation(value, depth, out):
    if depth > DEEPEST:
        raise Refused("depth")
    if isinstance(value, dict):
        out.append("{")
        for key, item in value.items():
            out.append("k" + key.encode().hex())
            notation(item, depth + (isinstance(item, (dict, list))), out)
        out.append(")")
    elif isinstance(value, list):
        out.append("[")
        for item in value:
            notation(item, depth + (isinstance(item, (dict, list))), out)
        out.append(")")
    elif isinstance(value, str):
        out.append("s" + value.encode().hex())
    elif isinstance(value, bool) or value is None:
        out.append({None: "n", True: "t", False: "f"}[value])
    else:
        out.append(value + 0.0)


def expected(data):
    """The list of marks, or None where the document is to be refused."""
    try:
        text = data.decode("utf-8")
        value = json.loads(text, object_pairs_hook=members, parse_constant=constant, parse_int=number,
                           parse_float=number)
        out = []
        notation(value, 1 if isinstance(value, (dict, list)) else 0, out)
        return out
    except (ValueError, Refused, RecursionError):  # UnicodeError is a ValueError: lone surrogates
        return None


def given(line):
    if line == "error":
        return None
    return [float.fromhex(mark[1:]) if mark.startswith("d") else mark for mark in line.split()]


def main():
    docs = list(documents())
    feed = b"".join(b"%d\n%s" % (len(data), data) for data in docs)
    done = subprocess.run([sys.argv[1]], input=feed, stdout=subprocess.PIPE, check=True)
    lines = done.stdout.decode().splitlines()
    if len(lines) != len(docs):
        sys.exit("%d documents, %d answers" % (len(docs), len(lines)))
    wrong = accepted = 0
    for data, line in zip(docs, lines):
        want = expected(data)
        accepted += want is not None
        if given(line) != want:
            wrong += 1
            print("%r\n  gate:   %s\n  python: %s" % (data[:200], line[:200], str(want)[:200]), file=sys.stderr)
    print("%d documents, %d valid, %d answered differently" % (len(docs), accepted, wrong))
    if not len(docs) // 3 < accepted < len(docs) - len(docs) // 5:
        sys.exit("the documents are too one-sided to prove anything")
    sys.exit(wrong != 0)


main()
