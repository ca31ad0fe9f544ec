# SPDX-License-Identifier: Apache-2.0
"""Usage: schemas.py REPORT_DUMP json|sarif SCHEMA

Validates what a report format writes against its JSON Schema, and checks what a schema cannot say:
no key twice, no secret, and, for SARIF, the fields and limits of GitHub code scanning.
Exits 77 (skipped) where the schema or the package jsonschema is missing."""
import json
import os
import re
import subprocess
import sys

SKIPPED = 77
SECRET = "hunter22hunter22"


def unique(pairs):
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), f"a key twice in {keys}"
    return dict(pairs)


def dump(program, report_format, sample):
    done = subprocess.run([program, report_format, sample], capture_output=True, check=True)
    text = done.stdout.decode("utf-8")
    assert SECRET not in text, "a secret came out"
    assert not re.search(r"^\s*::|##\[", text, re.MULTILINE), "a line is a workflow command"
    return json.loads(text, object_pairs_hook=unique)


def expect_invalid(validator, document, spoil):
    """The schema itself must be able to say no."""
    spoiled = json.loads(json.dumps(document))
    spoil(spoiled)
    assert not validator.is_valid(spoiled), f"{spoil.__name__} is still valid"


def check_json(validator, documents):
    def unknown_key(document):
        document["extra"] = 1

    def missing_key(document):
        del document["findings"][0]["hop"]

    def wrong_state(document):
        document["findings"][0]["state"] = "old"

    def wrong_verdict(document):
        document["verdict"] = "maybe"

    for spoil in (unknown_key, missing_key, wrong_state, wrong_verdict):
        expect_invalid(validator, documents["everything"], spoil)
    order = ["schema", "tool", "verdict", "exit_code", "change", "policy", "shard", "checks", "findings", "hops"]
    for document in documents.values():
        assert list(document) == order


def check_rule(rule):
    assert rule["id"] and 0 < len(rule["name"]) <= 255
    for key in ("shortDescription", "fullDescription", "help"):
        assert 0 < len(rule[key]["text"]) <= 1024, key
    properties = rule["properties"]
    assert len(properties["tags"]) <= 20
    assert properties["precision"] in ("very-high", "high", "medium", "low")
    if "security" in properties["tags"]:
        assert isinstance(properties["security-severity"], str)
        assert 0 < float(properties["security-severity"]) <= 10
    else:
        assert properties["problem.severity"] in ("error", "warning", "recommendation")


def check_uri(uri):
    """A relative reference of RFC 3986: no scheme, no host, no leading slash, percent-encoding whole."""
    assert re.fullmatch(r"([A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri) and not uri.startswith("/"), uri


def check_result(result, rules):
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["message"]["text"] and "](" not in result["message"]["text"]
    place = result["locations"][0]["physicalLocation"]
    check_uri(place["artifactLocation"]["uri"])
    region = place["region"]
    start = (region["startLine"], region["startColumn"])
    assert (1, 1) <= start <= (region["endLine"], region["endColumn"])
    assert result["partialFingerprints"]["seamgate/v1"]


def check_sarif(validator, documents):
    def no_uri(document):
        document["runs"][0]["results"][0]["locations"][0]["physicalLocation"] = {}

    def wrong_level(document):
        document["runs"][0]["results"][0]["level"] = "fatal"

    for spoil in (no_uri, wrong_level):
        expect_invalid(validator, documents["everything"], spoil)
    for document in documents.values():
        assert document["$schema"] and len(document["runs"]) == 1
        run = document["runs"][0]
        driver = run["tool"]["driver"]
        assert driver["name"] == "seamgate" and run["automationDetails"]["id"].endswith("/")
        assert len(run["results"]) <= 25000
        for rule in driver["rules"]:
            check_rule(rule)
        for result in run["results"]:
            check_result(result, driver["rules"])


def main():
    program, report_format, schema_path = sys.argv[1:]
    if not os.path.exists(schema_path):
        print(f"skipped: there is no {os.path.basename(schema_path)}")
        return SKIPPED
    try:
        import jsonschema
    except ImportError:
        print("skipped: this Python has no package jsonschema")
        return SKIPPED
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    cls = jsonschema.validators.validator_for(schema)
    cls.check_schema(schema)
    validator = cls(schema)
    documents = {sample: dump(program, report_format, sample) for sample in ("pass", "everything", "1000")}
    for sample, document in documents.items():
        errors = [f"{sample}: {'/'.join(map(str, e.path))}: {e.message[:200]}" for e in validator.iter_errors(document)]
        assert not errors, "\n".join(errors)
    {"json": check_json, "sarif": check_sarif}[report_format](validator, documents)
    return 0


sys.exit(main())
