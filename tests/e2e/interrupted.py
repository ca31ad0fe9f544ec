# SPDX-License-Identifier: Apache-2.0
"""A long run on a real terminal shows how far it is, and nothing of that is left; Ctrl-C answers at once, with exit 130, and leaves no
file behind; a crash is exit 4. usage: interrupted.py BINARY"""
import fcntl
import os
import pty
import re
import resource
import select
import signal
import subprocess
import sys
import tempfile
import termios
import time

BINARY = os.path.abspath(sys.argv[1])
FILES, BYTES = 144, 32 << 20
PROGRESS = re.compile(r"(seamgate: (reading the change, \d+ s|\d+ % of .*)\n)*")


def need(what, holds, shown=""):
    if not holds:
        sys.exit(f"FAIL: {what}\n{shown}")
    print(f"ok: {what}")


def as_a_shell_does():
    """Who started the tests may have had signals ignored, and that is inherited."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def start(folder, *flags, stderr=None, what="big"):
    return subprocess.Popen([BINARY, "scan", what, "--jobs", "1", *flags], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr,
                            env={"PATH": os.environ["PATH"], "TERM": "xterm", "HOME": folder}, start_new_session=True, preexec_fn=as_a_shell_does)


def under_way(process, number):
    """Waits until it has a file of those that it scans at hand and a handler for the signal; gives the seconds of the processor so far."""
    place, end = f"/proc/{process.pid}/", time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        with open(place + "status", encoding="utf-8") as status, open(place + "maps", encoding="utf-8") as maps:
            caught = int(re.search(r"^SigCgt:\s*(\w+)", status.read(), re.M).group(1), 16) >> (number - 1) & 1
            at_hand = "/big/" in maps.read() or any("/big/" in target for target in open_files(place + "fd"))
        if caught and at_hand:
            with open(place + "stat", encoding="utf-8") as stat:
                user, system = stat.read().rpartition(")")[2].split()[11:13]
            return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
        time.sleep(0.005)
    sys.exit("FAIL: it does not come to its files")


def open_files(folder):
    for name in os.listdir(folder):
        try:
            yield os.readlink(f"{folder}/{name}")
        except FileNotFoundError:
            pass


def processor_s():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def drain(master, until, seconds):
    """What is written to the terminal, until it is there or time is up."""
    text, end = b"", time.monotonic() + seconds
    while time.monotonic() < end and not until(text):
        if select.select([master], [], [], 0.05)[0]:
            try:
                text += os.read(master, 65536)
            except OSError:
                break
    return text


def on_terminal(folder):
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, b"\x18\x00\x50\x00\x00\x00\x00\x00")
    process = start(folder, "--report", "json=out.json", stderr=slave)
    os.close(slave)
    text = drain(master, lambda text: process.poll() is not None, 600)
    text += drain(master, lambda text: False, 0.2)
    process.wait()
    last = text.decode().split("\r")
    need("it ends as without a terminal", process.returncode == 0, text.decode())
    need("a bar with the rate and what is left", any("[" in line and "/s, " in line and " s left" in line for line in last), text.decode())
    need("no line of it is longer than a terminal is wide", all(len(line.replace("\x1b[K", "")) < 80 for line in last), text.decode())
    need("nothing of it is left", last[-1] == "\x1b[K", repr(last[-1]))
    os.remove(folder + "/out.json")


def in_log(folder):
    began = time.monotonic()
    process = start(folder, stderr=subprocess.PIPE, what="small")
    said = process.communicate()[1].decode()
    is_short = time.monotonic() - began < 10
    need("a log of a run under ten seconds has nothing of it", process.returncode == 0 and (said == "" if is_short else PROGRESS.fullmatch(said)), said)


def interrupted(folder, number, code):
    before = sorted(os.listdir(folder))
    others = processor_s()
    process = start(folder, "--report", "json=out.json", "--report", "sarif=out.sarif", stderr=subprocess.PIPE)
    used = under_way(process, number)
    process.send_signal(number)
    said = process.communicate(timeout=60)[1].decode()
    need(f"signal {number} is exit {code}", process.returncode == code, f"{process.returncode} {said}")
    # Of the processor: others may be using it. All of the files take several times as long.
    used = processor_s() - others - used
    need("at once", used < 0.5, str(used))
    need("it says so, and no verdict", "interrupted" in said and "pass" not in said, said)
    need("no file is left", sorted(os.listdir(folder)) == before, str(os.listdir(folder)))


def crashed(folder, number):
    """As a library does that has no memory left: said, and exit 4, which blocks; a report of the run before is gone."""
    with open(folder + "/out.json", "w", encoding="utf-8") as file:
        file.write('{"schema": "seamgate.result/1"}')
    process = start(folder, "--report", "json=out.json", stderr=subprocess.PIPE)
    under_way(process, number)
    process.send_signal(number)
    said = process.communicate(timeout=60)[1].decode()
    need(f"signal {number} is exit 4", process.returncode == 4, f"{process.returncode} {said}")
    need("it says so, and what to do", "crashed" in said and "to fix it" in said, said)
    need("no report is left", not os.path.exists(folder + "/out.json"), str(os.listdir(folder)))


with tempfile.TemporaryDirectory() as scratch:
    for folder, count in (("big", FILES), ("small", 2)):
        os.mkdir(f"{scratch}/{folder}")
        for number in range(count):
            # Sparse: they take no place on disk, but as long to look at as others.
            with open(f"{scratch}/{folder}/{number}", "wb") as file:
                file.truncate(BYTES)
    on_terminal(scratch)
    in_log(scratch)
    for row in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)):
        interrupted(scratch, *row)
    for number in (signal.SIGSEGV, signal.SIGABRT):
        crashed(scratch, number)
