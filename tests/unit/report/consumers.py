# SPDX-License-Identifier: Apache-2.0
"""Usage: consumers.py REPORT_DUMP FOLDER     FOLDER: of the JSON Schemas, where they are there

Reads what the formats write as those read it who are meant to: GitHub's runner, Markdown's code spans, an XML
parser with GitLab's rules for JUnit, GitLab's Code Quality and security reports. No text of a change may come through as a command, a
link, markup or an attachment, and no limit may be exceeded without a word."""
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter

SECRET = "hunter22hunter22"
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")
SAMPLES = ("pass", "everything", "hostile", "30000")


def dump(report_format, sample):
    """For people and foreign programs even names of ours are masked; ours know these by their names (gate/base/json_write.h)."""
    done = subprocess.run([sys.argv[1], report_format, sample], capture_output=True, check=True)
    text = done.stdout.decode("utf-8")
    assert SECRET not in text or report_format in ("json", "ndjson"), "a secret came out"
    assert not HIDDEN.search(text), "a hidden character came out"
    return text


def percent_decoded(text):
    return re.sub("%(0D|0A|25|3A|2C)", lambda match: chr(int(match.group(1), 16)), text)


def examined(sample):
    """What each check of the sample looked at, as the result file has it: {check: {counter: count}}."""
    return {check["name"]: check["examined"] for check in json.loads(dump("json", sample))["checks"] if check["examined"]}


def has_counts(text, counts):
    """Each count with its word, but for bytes, which are printed as sizes."""
    return all(f"{count} {name.split(':')[0]}" in text or f"{count} {name[:-1]}" in text for name, count in counts.items() if name != "bytes")


def github(sample, text):
    """actions/runner, ActionCommand.cs: "::name key=value,key=value::data"; the rest is printed as it is."""
    kinds = Counter()
    for line in text.splitlines():
        assert "##[" not in line and "##vso[" not in line, line
        match = re.fullmatch(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^:,]*,?)+)::(.+)", line)
        assert match, line
        kinds[match.group(1)] += 1
        properties = dict(pair.split("=", 1) for pair in match.group(2).split(","))
        assert set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}, line
        assert properties["title"] and "\n" not in percent_decoded(properties["title"])
        assert all(number.isdigit() for key, number in properties.items() if key not in ("file", "title"))
    assert all(count <= 10 for count in kinds.values()), kinds
    said = [percent_decoded(line) for line in text.splitlines() if line.startswith("::notice title=examined::")]
    assert len(said) == bool(examined(sample)), said
    for check, counts in examined(sample).items():
        assert f"{check}: " in said[0] and has_counts(said[0], counts), (said, counts)
    if sample == "30000":
        assert kinds["error"] == 10 and "29990 more, none worse" in text
    if sample == "hostile":
        assert kinds["error"] == 10 and kinds["warning"] == 10


def outside_code_spans(text):
    """What CommonMark does not take for code: a run of backticks is closed by the next run of that length."""
    out, at = [], 0
    while at < len(text):
        match = re.compile("`+").search(text, at)
        if not match:
            break
        out.append(text[at:match.start()])
        closing = re.compile(f"(?<!`){match.group()}(?!`)").search(text, match.end())
        assert closing, f"a code span without an end: {text[match.start():][:80]!r}"
        assert "\n" not in text[match.start():closing.end()], "a code span over two lines"
        at = closing.end()
    return "".join(out) + text[at:]


def markdown(sample, text):
    assert len(text) < 65536, "too long for a comment"
    plain = outside_code_spans(text)
    for line in plain.splitlines():
        assert not re.search(r"[<>@\[\]!\\&]|://|www|#\d", line), line
        if "|" in line:
            assert line.count("|") in (9, 5) and line.startswith("|") and line.endswith("|"), line
    if sample == "30000":
        assert re.search(r"\d+ more, none worse", text)
        assert text.count("- **error**") == 200
    if sample == "everything":
        assert re.search(r"\| 2210.4 \| 2489.9 \| 279.5 \| \+\d+\.\.\+\d+ \| 2500 \|", plain) and "Pipeline:" in plain


def ndjson(sample, text):
    """What stands in a line is what json has; nothing that a change contains ends one."""
    whole, lines = json.loads(dump("json", sample)), [json.loads(line) for line in text.splitlines()]
    types = {"check": "checks", "finding": "findings", "hop": "hops"}
    assert lines[0].pop("type") == "run" and all(whole[key] == value for key, value in lines[0].items())
    assert lines[-1] == {"type": "verdict", "verdict": whole["verdict"], "exit_code": whole["exit_code"], "findings": len(whole["findings"])}
    for kind, name in types.items():
        assert [line for line in lines[1:-1] if line["type"] == kind] == [{"type": kind, **item} for item in whole[name]]
    assert all(line["type"] in types for line in lines[1:-1])


def junit(sample, text):
    assert "[[" not in text and len(text) < 30_000_000
    suites = ET.fromstring(text)
    cases = 0
    for suite in suites:
        counts = {key: int(suite.get(key)) for key in ("tests", "failures", "errors", "skipped")}
        found = list(suite)
        cases += len(found)
        assert counts["tests"] == len(found)
        for key, element in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert counts[key] == sum(case.find(element) is not None for case in found), key
        assert all(case.get("classname") and case.get("name") for case in found)
        if sample != "everything":
            names = [case.get("name") for case in found]
            assert len(names) == len(set(names)), "a name twice"
    if sample == "30000":
        assert cases == 20004 and "10000 more findings" in text


OWN_PRINTS = {}  # what was examined is one entry of a check in every run, whatever its counts


def code_quality(sample, text):
    entries = json.loads(text)
    assert isinstance(entries, list)
    for entry in entries:
        assert entry["description"] and entry["check_name"]
        assert re.fullmatch("[0-9a-f]{64}", entry["fingerprint"])
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        path = entry["location"]["path"]
        assert path and not path.startswith("./") and entry["location"]["lines"]["begin"] >= 1
        assert not HIDDEN.search(entry["description"] + path + entry["check_name"])
    if sample != "everything":
        prints = [entry["fingerprint"] for entry in entries]
        assert len(prints) == len(set(prints)), "a fingerprint twice"
    own = [entry for entry in entries if entry["check_name"] == "seamgate/examined"]
    assert all(entry["severity"] == "info" for entry in own) and len(own) == len(examined(sample))
    for entry, (check, counts) in zip(own, examined(sample).items()):
        assert entry["description"].endswith(f"({check})") and has_counts(entry["description"], counts), (entry, counts)
    assert (sample == "pass") == (entries == own)
    OWN_PRINTS.setdefault("secrets", set()).update(entry["fingerprint"] for entry in own if entry["description"].endswith("(secrets)"))
    if sample == "30000":
        assert len(entries) == 25001 + len(own) and "5000 more findings" in entries[-1 - len(own)]["description"]


def schema_of(report_format):
    path = f"{sys.argv[2]}/{report_format}-15.0.7.subset.json"
    if not os.path.exists(path):
        return None
    import jsonschema
    with open(path, encoding="utf-8") as file:
        return jsonschema.Draft7Validator(json.load(file))


def security(sample, text, report_format, check):
    document = json.loads(text)
    schema = schema_of(report_format)
    assert not schema or not list(schema.iter_errors(document)), [error.message for error in schema.iter_errors(document)][:3]
    assert document["version"] == "15.0.7" and document["scan"]["type"] == report_format.split("-", 1)[1].replace("-", "_")
    assert (report_format == "gitlab-dependency-scanning") == ("dependency_files" in document)
    for item in document["vulnerabilities"]:
        assert item["identifiers"][0]["type"] == "seamgate_fingerprint" and len(item["name"]) <= 255
        assert all(not outside_code_spans(item[key]).strip() for key in ("description", "solution") if key in item)
        assert all(item[key] for key in ("name", "description")) and not HIDDEN.search(item["name"] + item["description"])
        assert re.fullmatch("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}", item["id"])
    count = len(document["vulnerabilities"])
    if check == "secrets":
        assert count == {"pass": 0, "everything": 2, "hostile": 33, "30000": 20000}[sample], count
        assert document["scan"]["status"] == ("success" if sample in ("pass", "30000") else "failure")
        told = [message for message in document["scan"]["messages"] if message["level"] != "info"]
        assert len(told) == {"pass": 0, "everything": 2, "hostile": 11, "30000": 1}[sample]
    else:
        assert count == 0 and document["scan"]["status"] == "failure", "the check did not run"


def secret_detection(sample, text):
    security(sample, text, "gitlab-secret-detection", "secrets")


def dependency_scanning(sample, text):
    security(sample, text, "gitlab-dependency-scanning", "dependencies")


def cyclonedx(sample, text):
    """What is proved is never more than what was hashed: of two artifacts of one name one is not."""
    document = json.loads(text)
    components = document["components"]
    assert len(components) == {"pass": 0, "everything": 2, "hostile": 3, "30000": 0}[sample], len(components)
    assert len({one["bom-ref"] for one in components}) == len(components)
    assert document["compositions"] == [{"aggregate": "incomplete"}] and "timestamp" not in document["metadata"]
    proofs = [p["value"] for one in components for p in one["properties"] if p["name"] == "seamgate:proof"]
    assert sample != "everything" or proofs == ["open", "proved"], proofs
    totals = {p["name"]: p["value"] for p in document["metadata"]["properties"]}
    assert sample != "everything" or (totals["seamgate:proof:proved"], totals["seamgate:proof:open"]) == ("2", "1"), totals
    for reference in (r for one in components for r in one.get("externalReferences", [])):
        assert re.fullmatch(r"[!#-;=?-\[\]_a-z~]+", reference["url"]), reference["url"]


FORMATS = {"cyclonedx": cyclonedx, "gitlab-secret-detection": secret_detection, "gitlab-dependency-scanning": dependency_scanning,
           "github": github, "markdown": markdown, "junit": junit, "gitlab-code-quality": code_quality, "ndjson": ndjson}
for name, check in FORMATS.items():
    for sample in SAMPLES:
        try:
            check(sample, dump(name, sample))
        except AssertionError as error:
            sys.exit(f"{name}, {sample}: {error}")
if any(len(prints) != 1 for prints in OWN_PRINTS.values()):
    sys.exit("gitlab-code-quality: what was examined has another fingerprint in each run")
