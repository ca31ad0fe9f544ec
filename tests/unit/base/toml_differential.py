#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares gate/base/toml*.c with Python's tomllib (3.11 and later): toml_differential.py TOML_DUMP.

Documents are made from a fixed seed: valid ones, ones with mistakes in their structure, and ones with bytes changed.
Where the two differ on purpose, the expectation says so: integers beyond 64 bits, nesting over 128 and what of
dates Python cannot hold. Exit 77 where this Python has no tomllib.
"""
import datetime
import json
import math
import random
import re
import subprocess
import sys

try:
    import tomllib
except ImportError:
    sys.exit(77)

DEEPEST = 128
DOCUMENTS = 4500

KEYS = ["a", "b", "c", "d-e", "_", "1", "true", "\"\"", "''", "\"a\"", "'b'", "\"\\u0061\"", "\"x y\"", "\"\u00e9\"", "1.2"]
GOOD = ["0", "+0", "-0", "17", "1_000", "9223372036854775807", "-9223372036854775808", "0xDEAD_beef", "0o755", "0b1010",
        "0x00", "1.5", "-0.25", "1e3", "1E-7", "2.5e+1_0", "6.626e-34", "inf", "-inf", "+nan", "0e0", "1e999", "0.0", "00.5e1"[1:],
        "true", "false", "1979-05-27", "1979-05-27T07:32:00Z", "1979-05-27 07:32:00.5+01:30", "2000-02-29t23:59:59z",
        "07:32:00", "00:00:00.999999", "1979-05-27 00:00:00", "\"\"", "''", "\"a\\tb\"", "'a\\tb'", "\"\\U0001F600\\u00e9\"",
        "\"\"\"a\nb\"\"\"", "\"\"\"\\\n   a \\  \n\n b\"\"\"", "'''\na'b''c'''", "\"\"\"\"\"\"", "'''''''", "\"\"\"a\"\"\"\"\"",
        "\"\u20ac\"", "\"\x20\t\"", "\"\"\"\r\na\r\n\"\"\"", "[]", "[ ]", "{}", "{ }", "[1,]", "[\n# c\n1 # d\n,\n]", "[[1], ['a', {}]]",
        "{a=1}", "{ a.b = 1, a.c = 2 }", "{a=[\n1\n]}"]
BAD = ["9223372036854775808", "-9223372036854775809", "0x8000000000000000", "01", "+01", "1_", "_1", "1__0", "0x", "0X1", "0o8",
       "0b2", "+0x1", "1.", ".5", "1.e1", "1e", "1e+", "1_.0", "1._0", "01.5", "Inf", "NaN", "True", "tru", "1979-13-01",
       "1979-02-29", "1900-02-29", "1979-00-01", "1979-05-27T", "1979-05-27T07:32", "1979-05-27 07", "24:00:00", "07:60:00",
       "07:32:61", "07:32", "7:32:00", "07:32:00.", "07:32:00Z", "1979-05-27T07:32:00+24:00", "1979-05-27T07:32:00+01", "79-05-27",
       "\"", "'", "\"a", "\"\\x41\"", "\"\\e\"", "\"\\ud800\"", "\"\\U00110000\"", "\"\\u12\"", "\"a\nb\"", "\"\"\"a", "\"\"\"\\ a\"\"\"",
       "'''''''''''", "\"\x7f\"", "\"\x00\"", "\"\x1f\"", "\"\"\"a\rb\"\"\"", "[", "]", "[,]", "[1 2]", "[1,,2]", "{", "}", "{a=1,}", "{a=1\n}",
       "{,}", "{a=1 b=2}", "{a=1, a=2}", "{a.b=1, a=2}", "{a={}, a.b=1}", "", "# c", "nul", "1 2", "@", "\ufeff1", "a", "1979-05-27\t07:32:00"]


def make_key(rng):
    parts = [rng.choice(KEYS) for _ in range(rng.choice([1, 1, 1, 1, 2, 3]))]
    return rng.choice([".", ".", " . ", "\t."]).join(parts)


def make_value(rng, depth, bad):
    if bad and rng.random() < bad:
        return rng.choice(BAD)
    if depth == 0 or rng.random() < 0.7:
        return rng.choice(GOOD)
    items = [make_value(rng, depth - 1, bad) for _ in range(rng.choice([0, 1, 2, 3]))]
    if rng.random() < 0.5:
        return "[" + rng.choice([",", ", ", ",\n", " , # c\r\n"]).join(items) + "]"
    keys = rng.sample(KEYS, len(items)) if rng.random() < 0.9 else [make_key(rng) for _ in items]
    return "{" + ", ".join(key + " = " + item for key, item in zip(keys, items)) + "}"


def make_document(rng, bad):
    lines = []
    small = KEYS[:rng.choice([3, 6, len(KEYS)])]
    for i in range(rng.choice([1, 2, 4, 12, 40])):
        kind = rng.random()
        if kind < 0.25:
            key = ".".join(rng.choice(small) for _ in range(rng.choice([1, 2, 3])))
            lines.append(("[[%s]]" if rng.random() < 0.4 else "[%s]") % key)
        elif kind < 0.3:
            lines.append(rng.choice(["", "# comment \u00e9", "\t", "  # a\tb"]))
        else:
            key = make_key(rng) if rng.random() < 0.6 else "k%d" % i
            lines.append(key + rng.choice(["=", " = ", "\t="]) + make_value(rng, 3, bad))
        if rng.random() < 0.1:
            lines[-1] += rng.choice([" # behind", "\t", " "])
    return rng.choice(["\n", "\n", "\r\n"]).join(lines) + rng.choice(["", "\n"])


def damaged(rng, data):
    data = bytearray(data)
    for _ in range(rng.randint(1, 2)):
        at = rng.randrange(len(data) + 1)
        what = rng.randrange(4)
        if what == 0 and data:
            del data[at:at + rng.randint(1, 4)]
        elif what == 1 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        elif what == 2:
            data[at:at] = rng.choice([b"{", b"}", b"[", b"]", b",", b"=", b".", b"\"", b"'", b"\\", b"\x00", b"\xff", b"0", b"\xc3", b"\r", b"\n", b"#"])
        else:
            data = data[:at]
    return bytes(data)


def documents():
    rng = random.Random(20260102)
    for count in (DEEPEST - 1, DEEPEST, DEEPEST + 1, 500):
        yield ("a=" + "[" * count + "]" * count).encode()
        yield ("[" + ".".join(["a"] * count) + "]").encode()
        yield (".".join(["a"] * count) + "=1").encode()
    for text in BAD + GOOD:
        yield ("a=" + text).encode()
        yield ("a = [" + text + "]\n").encode()
        yield ("[t]\na = {b = " + text + "} # c").encode()
    for i in range(DOCUMENTS):
        # Most documents whose keys come from few are refused for a duplicate: they are tried line by line.
        text = make_document(rng, 0.02 if i % 3 == 1 else 0)
        if i % 3 == 0:
            text = without_refused_lines(text)
        data = text.encode()
        yield damaged(rng, data) if i % 3 == 2 else data


def without_refused_lines(text):
    kept = ""
    for line in text.splitlines(keepends=True):
        if expected((kept + line).encode()) is not None:
            kept += line
    return kept


class Refused(Exception):
    pass


def scalar(value):
    if isinstance(value, bool):
        return ["bool", value]
    if isinstance(value, int):
        if not -2**63 <= value < 2**63:
            raise Refused("range")
        return ["integer", value]
    if isinstance(value, float):
        return ["float", "nan" if math.isnan(value) else value]
    if isinstance(value, str):
        return ["string", value]
    return ["date", value]


def tagged(value, depth):
    """As given() makes it: tables and arrays by themselves, [type, value] in a tuple for the rest."""
    if depth > DEEPEST:
        raise Refused("depth")
    if isinstance(value, dict):
        return {key: tagged(item, depth + isinstance(item, (dict, list))) for key, item in value.items()}
    if isinstance(value, list):
        return [tagged(item, depth + isinstance(item, (dict, list))) for item in value]
    return tuple(scalar(value))


def expected(data):
    try:
        return tagged(tomllib.loads(data.decode("utf-8")), 0)
    except (ValueError, Refused, RecursionError):
        return None


def date(text):
    # Python keeps six digits of a fraction and cuts off the rest, as tomllib does.
    text = re.sub(r"\.(\d+)", lambda found: "." + (found.group(1) + "000000")[:6], text).replace("Z", "+00:00")
    if text[2] == ":":
        return datetime.time.fromisoformat(text)
    return datetime.date.fromisoformat(text) if len(text) == 10 else datetime.datetime.fromisoformat(text)


def untagged(value):
    if isinstance(value, list):
        return [untagged(item) for item in value]
    if set(value) != {"type", "value"} or not isinstance(value["type"], str):
        return {key: untagged(item) for key, item in value.items()}
    kind, text = value["type"], value["value"]
    if kind == "integer":
        return (kind, int(text))
    if kind == "float":
        return (kind, text if text == "nan" else float(text))
    if kind == "bool":
        return (kind, text == "true")
    return (kind, text) if kind == "string" else ("date", date(text))


def given(line):
    return None if line == b"error" else untagged(json.loads(line))


def python_cannot(data):
    """The year 0, leap seconds, and a byte order mark, which the gate takes; a few thousand digits, which Python does not."""
    return re.search(rb"0000-\d\d-\d\d|:60|[0-9_]{4000}", data) or data.startswith(b"\xef\xbb\xbf")


def main():
    docs = [data for data in documents() if not python_cannot(data)]
    feed = b"".join(b"%d\n%s" % (len(data), data) for data in docs)
    done = subprocess.run([sys.argv[1], "-s"], input=feed, stdout=subprocess.PIPE, check=True)
    lines = done.stdout.split(b"\n")[:-1]
    if len(lines) != len(docs):
        sys.exit("%d documents, %d answers" % (len(docs), len(lines)))
    wrong = accepted = 0
    for data, line in zip(docs, lines):
        want = expected(data)
        accepted += want is not None
        if given(line) != want:
            wrong += 1
            print("%r\n  gate:   %s\n  python: %s" % (data[:400], line[:200], str(want)[:200]), file=sys.stderr)
    print("%d documents, %d valid, %d answered differently" % (len(docs), accepted, wrong))
    if not len(docs) // 4 < accepted < len(docs) - len(docs) // 5:
        sys.exit("the documents are too one-sided to prove anything")
    sys.exit(wrong != 0)


main()
