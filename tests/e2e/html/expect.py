# SPDX-License-Identifier: Apache-2.0
"""Usage: expect.py FOLDER

What html_report.sh wants: of the exit codes (exits), of the pages themselves (NAME.html) and of what the browser saw (seen.json)."""
import json
import re
import sys
import xml.etree.ElementTree

FOLDER = sys.argv[1]
EXITS = {"full": "1", "lost": "3", "clean": "0", "hostile": "3", "harmless": "3"}
TITLES = {"full": "Blocked – seamgate", "lost": "Incomplete – seamgate", "clean": "Pass – seamgate",
          "hostile": "Incomplete – seamgate", "harmless": "Incomplete – seamgate"}
HEADINGS = {
    "full": ["1 Blocked by 4 findings", "2 Pipeline", "2 Blocks the merge", "3 secrets 1 finding", "4 error: AWS access key id",
             "3 model 1 finding", "3 latency 2 findings", "2 Does not block", "2 What was measured", "4 intent-int8 regressed",
             "4 product-page regressed", "2 What was examined", "2 Known at the base already", "2 Waived"],
    "lost": ["1 Incomplete: 1 item could not be looked at", "2 Could not be looked at", "4 not looked at: perf/runs.csv"],
    "clean": ["1 Pass", "2 Pipeline", "2 What was examined"],
    "hostile": ["4 error: infer of </title></h4><a href=//evil.example>x</a><svg onload=alert(1)> became slower"],
}
wrongs = []


def want(holds, what):
    if not holds:
        wrongs.append(what)


def page(name):
    with open(f"{FOLDER}/{name}.html", encoding="utf-8") as file:
        return file.read()


def without_times(text):
    return re.sub(r"(\d+ min )?[0-9.]+ (ms|s)(?=</td>|</p>)", "", text)


def elements(name):
    """What a reader of XML sees; a browser must see the same."""
    for element in xml.etree.ElementTree.fromstring(page(name)).iter():
        yield element.tag + ("." + element.get("class") if element.get("class") else "")


def in_order(found, wanted):
    """Each wanted heading begins one of those found, in this order."""
    rest = iter(found)
    return all(any(heading.startswith(begin) for heading in rest) for begin in wanted)


def check_harmless(name, seen):
    for thing in ("scripts", "handlers", "foreign", "links", "broken"):
        want(seen[thing] == 0, f"{name}: {seen[thing]} {thing}")
    want(not seen["hidden"], f"{name}: a character that nobody sees")
    want(seen["noise"] == [], f"{name}: {seen['noise']}")
    want(seen["title"] == TITLES[name], f"{name}: the title {seen['title']!r}")
    want(seen["styled"] and seen["landmarks"], f"{name}: the style sheet or a landmark is not there")
    want(seen["structure"].split(" ") == " ".join(elements(name)).split(" "), f"{name}: the browser sees other elements")
    want("QJ3XZ5" not in page(name) and "WM7TBN2RHY" not in page(name), f"{name}: a key")


def check_looks(name, seen):
    for look, found in seen["looks"].items():
        want(found["wide"] == 0, f"{name}, {look}: {found['wide']} px wider than the window")
        want(found.get("violations", []) == [], f"{name}, {look}: {found.get('violations')}")
        dark = sum(map(int, re.findall(r"\d+", found["background"])[:3])) < 200
        want(dark == (" dark" in look), f"{name}, {look}: the background is {found['background']}")


def main():
    with open(f"{FOLDER}/exits", encoding="utf-8") as file:
        exits = dict(line.split() for line in file)
    with open(f"{FOLDER}/seen.json", encoding="utf-8") as file:
        seen = json.load(file)
    want(exits == EXITS, f"exits {exits}")
    for name in EXITS:
        check_harmless(name, seen[name])
        check_looks(name, seen[name])
    for name, wanted in HEADINGS.items():
        want(in_order(seen[name]["headings"], wanted), f"{name}: headings {seen[name]['headings']}")
    want(seen["full"]["plots"] == 13, f"full: {seen['full']['plots']} strips of plots")
    want(seen["hostile"]["structure"] == seen["harmless"]["structure"], "hostile names make other elements than harmless ones")
    want(without_times(page("full")) == without_times(page("again")), "one thread and two do not write the same page")
    # The spoilt ones: the page's own policy stops what was put into it, and axe-core can find fault.
    injected = seen["injected"]
    want(injected["title"] == "Pass – seamgate" and injected["scripts"] == 1 and injected["foreign"] == 1, "injected: nothing was put in, or it ran")
    want(any("Content Security Policy" in noise for noise in injected["noise"]), f"injected: {injected['noise']}")
    want(seen["spoilt"]["looks"]["360 light"].get("violations") != [], "spoilt: axe-core finds nothing wrong")
    print("\n".join(wrongs) or f"{len(seen)} pages as they should be")
    return bool(wrongs)


sys.exit(main())
