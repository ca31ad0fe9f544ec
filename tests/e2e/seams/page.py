# SPDX-License-Identifier: Apache-2.0
"""The prediction server and its page: python3 page.py OUT VISITS FAULT NEXT. Prints its port; a visit is a load of the page in a real browser, which
sends the parts of its largest contentful paint; after VISITS of them it ends, and the browser goes on to NEXT.
"""
import contextlib
import json
import struct
import sys
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OUT, VISITS, FAULT, NEXT = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]


def picture():
    """A PNG of 400 by 300 with something in it, so that it counts as content."""
    rows = b"".join(b"\0" + bytes((x * y) % 251 for x in range(400)) for y in range(300))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 400, 300, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


PAGE = """<!doctype html><title>predictions</title><body><p>%(text)s</p><img id=p src="/picture.png?%(visit)d" width=400 height=300 style="%(style)s">
<script>
const delay = %(delay)d;
if (delay) setTimeout(() => document.getElementById("p").style.visibility = "visible", delay);
new PerformanceObserver(list => {
  const paint = list.getEntries().filter(e => e.element && e.element.id == "p").pop();
  if (!paint || window.sent) return;
  window.sent = true;
  const page = performance.getEntriesByType("navigation")[0], image = performance.getEntriesByName(paint.url)[0];
  const parts = {timeToFirstByte: page.responseStart, resourceLoadDelay: Math.max(0, image.requestStart - page.responseStart),
    resourceLoadDuration: image.responseEnd - image.requestStart, elementRenderDelay: Math.max(0, paint.startTime - image.responseEnd)};
  fetch("/beacon", {method: "POST", body: JSON.stringify(parts)}).then(() => location = "%(next)s");
}).observe({type: "largest-contentful-paint", buffered: true});
</script>"""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, kind, body):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # the browser has gone on
            self.wfile.write(body)

    def do_GET(self):
        if self.path.startswith("/picture.png"):
            return self.answer("image/png", PICTURE)
        if self.path.startswith("/favicon"):
            return self.answer("image/png", b"")
        visit = int(self.path.split("?")[1]) if "?" in self.path else 0
        if FAULT == "slow-server":
            time.sleep(0.6)
        late = FAULT == "late-render"
        page = PAGE % {"text": open(f"{OUT}/predictions.csv").readline(), "visit": visit, "next": f"/?{visit + 1}" if visit < VISITS else NEXT,
                       "delay": 700 if late else 0, "style": "visibility:hidden" if late else ""}
        self.answer("text/html", page.encode())

    def do_POST(self):
        parts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer("text/plain", b"")
        with LOCK:
            SEEN.append(parts)
            if len(SEEN) == VISITS + 1:  # the first one warms the browser up
                threading.Thread(target=SERVER.shutdown).start()

    def log_message(self, *args):
        pass


LOCK, SEEN, PICTURE = threading.Lock(), [], picture()
SERVER = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(SERVER.server_address[1], flush=True)
SERVER.serve_forever()
with open(f"{OUT}/visits.jsonl", "w") as file:
    for parts in SEEN[1:]:
        file.write(json.dumps(parts) + "\n")
