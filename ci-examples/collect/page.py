# SPDX-License-Identifier: Apache-2.0
"""Visits a page as it is at the base and at the head, in turn, in a real Chromium, and writes what the gate reads (format: web-vitals).

    python3 page.py BASE HEAD [RUNS] [OUT]      BASE, HEAD: a URL, or a folder that is then served; RUNS of each (12); OUT: perf

Base and head take turns (base head, head base, …), since a machine is not as fast at two as at one. Each visit has a browser context of its own, so nothing is in
a cache. Needs python3 and chromium (or CHROMIUM=…). No container for it: run it where the gate runs, behind the build.
"""
import functools
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

LIMIT_S, QUIET_S = 30, 1.0  # a visit may take so long; a paint is the largest when none came for so long after it and the load


class Files(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass


def serve(place):
    """The URL of a folder."""
    if "://" in place:
        return place
    if not os.path.isdir(place):
        sys.exit(f"page.py: {place} is neither a URL nor a folder")
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Files, directory=place))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}/"


class Browser:
    """Chromium, spoken to through a pipe: JSON messages that end in NUL."""

    def __init__(self):
        program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if not program:
            sys.exit("page.py: there is no chromium; install it, or name it with CHROMIUM=")
        self.profile = tempfile.mkdtemp()
        their_in, self.out = os.pipe()
        self.into, their_out = os.pipe()
        command = [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                   "--disable-component-update", "--remote-debugging-pipe", f"--user-data-dir={self.profile}", "about:blank"]
        self.process = subprocess.Popen(["sh", "-c", f"exec {shlex.join(command)} 3<&{their_in} 4>&{their_out}"],
                                        pass_fds=(their_in, their_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(their_in)
        os.close(their_out)
        self.last, self.rest = 0, b""

    def read(self):
        while b"\0" not in self.rest:
            more = os.read(self.into, 1 << 16)
            if not more:
                sys.exit("page.py: the browser has ended")
            self.rest += more
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=None, **params):
        self.last += 1
        message = {"id": self.last, "method": method, "params": params, **({"sessionId": session} if session else {})}
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.last:
                if "error" in answer:
                    sys.exit(f"page.py: {method}: {answer['error']['message']}")
                return answer["result"]

    def close(self):
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.profile, ignore_errors=True)


def settle(browser, session, url):
    """The paint that no larger one has followed."""
    began, seen, since = time.monotonic(), None, time.monotonic()
    while time.monotonic() - began < LIMIT_S:
        time.sleep(0.05)
        result = browser.call("Runtime.evaluate", session, returnByValue=True,
                              expression="document.readyState == 'complete' && window.seamgateVitals && seamgateVitals()")
        now = result["result"].get("value") or None
        if now and seen and now["value"] == seen["value"] and time.monotonic() - since >= QUIET_S:
            return now
        if not now or not seen or now["value"] != seen["value"]:
            seen, since = now, time.monotonic()
    sys.exit(f"page.py: {url} painted nothing in {LIMIT_S} s")


def visit(browser, url, script):
    context = browser.call("Target.createBrowserContext")["browserContextId"]
    target = browser.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
    session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    browser.call("Page.enable", session)
    browser.call("Page.addScriptToEvaluateOnNewDocument", session, source=script)
    answer = browser.call("Page.navigate", session, url=url)
    if answer.get("errorText"):
        sys.exit(f"page.py: {url}: {answer['errorText']}")
    vitals = settle(browser, session, url)
    browser.call("Target.disposeBrowserContext", browserContextId=context)
    return vitals


def main(base, head, runs="12", out="perf"):
    script = (pathlib.Path(__file__).parent / "vitals.js").read_text()
    urls, seen = {"base": serve(base), "head": serve(head)}, {"base": [], "head": []}
    browser = Browser()
    try:
        visit(browser, urls["base"], script)  # warms the browser up; not kept
        for run in range(int(runs)):
            for side in ("base", "head") if run % 2 == 0 else ("head", "base"):
                seen[side].append(visit(browser, urls[side], script))
    finally:
        browser.close()
    os.makedirs(out, exist_ok=True)
    for side, visits in seen.items():
        with open(f"{out}/{side}.jsonl", "w") as file:
            file.writelines(json.dumps(one) + "\n" for one in visits)
        middle = sorted(one["value"] for one in visits)[len(visits) // 2]
        print(f"{out}/{side}.jsonl: {len(visits)} visits, largest contentful paint {middle:.0f} ms in the middle")


if __name__ == "__main__":
    if not 3 <= len(sys.argv) <= 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
