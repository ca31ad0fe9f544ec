# SPDX-License-Identifier: Apache-2.0
"""Prints an HTML report as stable lines of text, for cases that look at one: usage: page.py WORK FILE

A heading is "# words", an element of a list "- words", a row of a table "a | b"; a mark is [words]. A line that begins with WRONG says
what may never be: a page that is not well-formed, a key, an element or attribute that runs or loads something."""
import re
import sys
import xml.etree.ElementTree

import show

LINES = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "p": "", "li": "- ", "tr": "", "summary": "> ", "dt": "", "dd": "  ", "title": "title: "}
LOADS = {"a", "script", "img", "iframe", "object", "embed", "link", "base", "form", "image", "use", "video", "audio", "source"}


def words(element):
    """All text of an element, marks in brackets, cells apart."""
    text = element.text or ""
    for child in element:
        text += {"mark": "[", "br": "; "}.get(child.tag, "") + words(child) + {"mark": "]", "th": " | ", "td": " | "}.get(child.tag, "") + (child.tail or "")
    return text


def lines(element):
    if element.tag in LINES:
        yield LINES[element.tag] + re.sub(r"\s+", " ", words(element)).strip(" |")
        return
    for child in element:
        yield from lines(child)


def wrongs(root, text, secrets):
    for element in root.iter():
        if element.tag in LOADS and not (element.get("href") or "").startswith("#"):
            yield f"WRONG an element {element.tag}"
        for name, value in element.items():
            if name.startswith("on") or name in ("src", "style") or "script" in value:
                yield f"WRONG an attribute {name}"
    if any(secret in text for secret in secrets):
        yield "WRONG a key is in the page"
    if re.search("[\x00-\x08\x0b-\x1f]", text) or show.UNSEEN.search(text):
        yield "WRONG a character that nobody sees is in the page"


def main(work, path):
    page = show.Show(work, 0, "plain")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    root = xml.etree.ElementTree.fromstring(text)
    for line in [*wrongs(root, text, page.secrets), *lines(root)]:
        line = page.stable(line)
        line = re.sub(r"[0-9.]+ (ms|s)$", "<time>", line)
        print(re.sub(r"[0-9]+ rules", "<n> rules", line))


main(*sys.argv[1:])
