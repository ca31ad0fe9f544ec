# SPDX-License-Identifier: Apache-2.0
"""Draws docs/output.svg: what the gate prints, in its colours, about a made-up change. usage: picture.py BINARY FILE

Fixed names and dates give the same object ids everywhere; only times differ, and are written as one."""
import html
import os
import re
import subprocess
import sys
import tempfile

COLOURS = {"1": "font-weight:bold", "31": "fill:#ff7b72", "32": "fill:#7ee787", "33": "fill:#e3b341", "34": "fill:#79c0ff", "36": "fill:#76e3ea", "35": "fill:#d2a8ff", "2": "fill:#8b949e"}
STEP, SIZE, LEFT = 18, 13, 14
SETUP = """git init -q -b main && printf 'region = eu-west-1\\n' >deploy.conf && git add -A && git commit -qm start
printf 'access_key = %s\\n' "$KEY" >>deploy.conf
printf '%s' '{"name": "shop", "lockfileVersion": 3, "packages": {"": {"dependencies": {"left-pad": "1.3.0"}},
 "node_modules/left-pad": {"version": "1.3.0", "resolved": "http://mirror.example.net/left-pad-1.3.0.tgz"}}}' >package-lock.json
git add -A && git commit -qm deploy"""


def printed(binary):
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC", "GIT_CONFIG_NOSYSTEM": "1", "KEY": "".join(("AKIA", "5QW7XZ2LMN4KTRYF"))}
    for who in ("AUTHOR", "COMMITTER"):
        env.update({f"GIT_{who}_NAME": "Ada Writer", f"GIT_{who}_EMAIL": "ada@example.org", f"GIT_{who}_DATE": "1700000000 +0000"})
    with tempfile.TemporaryDirectory() as folder:
        env["HOME"] = folder
        os.mkdir(folder + "/shop")
        subprocess.run(["sh", "-euc", SETUP], cwd=folder + "/shop", env=env, check=True)
        done = subprocess.run([binary, "run", "--base", "HEAD~1", "--color", "always"], cwd=folder + "/shop", env=env, stdout=subprocess.PIPE, check=False)
    text = "$ seamgate run --base HEAD~1\n" + done.stdout.decode() + f"$ echo $?\n{done.returncode}\n"
    return re.sub(r"\b(\d+ min )?[0-9.]+ m?s\b", "2.0 ms", text)


def wrapped(line, width):
    """Lines of at most so many characters, colours not counted."""
    parts, room, out = re.split(r"(\x1b\[[0-9;]*m)", line), width, ""
    for part in parts:
        if part.startswith("\x1b"):
            out += part
            continue
        while len(part) > room:
            cut = part.rfind(" ", 0, room) if " " in part[1:room] else room
            yield out + part[:cut]
            part, out, room = "    " + part[cut:].lstrip(), "", width
        out, room = out + part, room - len(part)
    yield out


def drawn(line, number):
    spans, style = "", ""
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if part.startswith("\x1b"):
            codes = [code for code in part[2:-1].split(";") if code not in ("", "0")]
            style = ";".join(COLOURS.get(code, COLOURS.get(str(int(code) - 60), "")) for code in codes)
        elif part:
            spans += f'<tspan style="{style}">{html.escape(part)}</tspan>' if style else html.escape(part)
    return f'<text x="{LEFT}" y="{30 + number * STEP}" xml:space="preserve">{spans}</text>'


def main():
    lines = [part for line in printed(os.path.abspath(sys.argv[1])).splitlines() for part in wrapped(line, 100)]
    height = 30 + len(lines) * STEP
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 820 {height}" role="img" aria-label="What seamgate prints about a change with a key and a lock entry over http: '
                   f'both are shown with their lines, and the merge is blocked">\n<rect width="820" height="{height}" rx="8" fill="#0d1117"/>\n'
                   f'<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="{SIZE}" fill="#e6edf3">\n')
        file.write("\n".join(drawn(line, number) for number, line in enumerate(lines)) + "\n</g>\n</svg>\n")


main()
