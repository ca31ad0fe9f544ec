# SPDX-License-Identifier: Apache-2.0
"""What the real shells offer, held against what `seamgate help` says; and help of at most 24 lines of 80 columns.
usage: completions.py BINARY"""
import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import time

BINARY = os.path.abspath(sys.argv[1])


def need(what, holds, shown=""):
    if not holds:
        sys.exit(f"FAIL: {what}\n{shown}")


def gate(*words):
    return subprocess.run([BINARY, *words], stdout=subprocess.PIPE, check=True).stdout.decode()


VERBS = re.findall(r"^  (\w+) ", gate("help"), re.M)
FLAGS = {verb: set(re.findall(r"^  (?:-\w, )?(--[\w-]+)", gate("help", verb), re.M)) for verb in VERBS}
REPORTS = set(re.findall(r"^(\S+)", gate("list", "reports"), re.M))
CHECKS = set(re.findall(r"^(\S+)", gate("list", "checks"), re.M)) - {"policy"}
# A line, its word that is to be completed being the last; what must be offered; what must not.
ROWS = [("seamgate ", set(VERBS), {"--base"}), ("seamgate me", {"merge"}, {"run"}), ("seamgate run --color ", {"auto", "always", "never"}, {"--base"}),
        ("seamgate run --report s", {"sarif"}, {"json"}), ("seamgate run --report ", REPORTS, set()), ("seamgate run --check ", CHECKS, set()),
        ("seamgate run --base m", {"main"}, {"merge"}), ("seamgate list ", {"checks", "rules", "formats", "reports"}, set()),
        ("seamgate hook pre-", {"pre-push", "pre-commit", "pre-receive"}, set()), ("seamgate completion ", {"bash", "zsh", "fish"}, set()),
        ("seamgate --ba", {"--base"}, {"--head"}), ("seamgate explain secrets/aws-access", {"secrets/aws-access-key-id"}, {"secrets/jwt"}),
        ("seamgate merge sh", {"shard-1.json"}, {"README"}), ("seamgate run --policy READ", {"README"}, set())]


def rows():
    yield from ROWS
    for verb in VERBS:
        if FLAGS[verb]:
            yield f"seamgate {verb} --", FLAGS[verb], set().union(*FLAGS.values()) - FLAGS[verb] - {"--help"}


def bash(folder, script, line):
    words = line.split(" ")
    program = (f'source "{script}"; COMP_WORDS=({" ".join(repr(word) for word in words)}); COMP_CWORD={len(words) - 1}; COMP_LINE={line!r}; COMP_POINT={len(line)};'
               'complete -p seamgate >/dev/null || exit 1; _seamgate; printf "%s\\n" "${COMPREPLY[@]}"')
    return run(["bash", "--norc", "-c", program], folder)


def fish(folder, script, line):
    return re.sub(r"\t.*", "", run(["fish", "--no-config", "-c", f"source {script}; complete -C {line!r}"], folder))


def run(command, folder):
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, env=environment(folder))
    need(" ".join(command), done.returncode == 0 and not done.stderr, done.stderr.decode())
    return done.stdout.decode()


def environment(folder):
    return {"PATH": f"{folder}/bin:{os.environ['PATH']}", "HOME": folder, "TERM": "dumb", "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1"}


class Zsh:
    """An interactive one: its completion has no other entrance. A listing is asked for by a widget of its own key. A line is given to it when it
    has begun to read one, which a mark says: keys that come before are the terminal's. Where BAUD is 0 all is drawn at once, else nothing is while
    more keys wait."""

    MARK = b"<at the line>"

    def __init__(self, folder, script):
        process, self.master = pty.fork()
        if process == 0:
            os.chdir(folder)
            os.execvpe("zsh", ["zsh", "-f", "-i"], environment(folder))
        self.say("PS1= BAUD=0; unsetopt zle_bracketed_paste 2>/dev/null; stty -echo; LISTMAX=9999; LINES=999; COLUMNS=200\n"
                 "autoload -Uz compinit && compinit -u -D && zstyle ':completion:*' list-colors '' && zstyle ':completion:*' force-list always\n"
                 f"source {script}\nbindkey '^T' delete-char-or-list\n"
                 "begun() { print -rn -- '<at'' the line>' } && zle -N zle-line-init begun\n")
        self.shown()

    def say(self, text):
        os.write(self.master, text.encode())

    def shown(self, seconds=300):
        """What is written until it reads the next line."""
        text, end = b"", time.monotonic() + seconds
        while self.MARK not in text and time.monotonic() < end:
            if select.select([self.master], [], [], 0.1)[0]:
                text += os.read(self.master, 65536)
        need("zsh reads a line", self.MARK in text, text.decode(errors="replace"))
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text.decode(errors="replace"))

    def offers(self, line):
        self.say(line + "\x14\x15\n")
        return self.shown()


def words_of(text):
    return set(re.findall(r"[\w./-]+", text))


def main(folder):
    os.mkdir(folder + "/bin")
    os.symlink(BINARY, folder + "/bin/seamgate")
    subprocess.run("git init -q -b main . && git -c user.name=A -c user.email=a@example.org commit -q --allow-empty -m c; touch shard-1.json README", shell=True,
                   cwd=folder, check=True)
    scripts = {}
    for shell in ("bash", "zsh", "fish"):
        scripts[shell] = f"{folder}/bin/completion.{shell}"
        with open(scripts[shell], "w", encoding="utf-8") as file:
            file.write(gate("completion", shell))
        run([shell, "-n", scripts[shell]], folder)
    for shell, ask in (("bash", bash), ("fish", fish)):
        for line, wanted, others in rows():
            if shell == "fish" and line == "seamgate run --report ":
                line = "seamgate run --report "
            got = set(ask(folder, scripts[shell], line).split())
            need(f"{shell}: {line!r}", wanted <= got and not others & got, f"missing {wanted - got}, too much {others & got}")
        print(f"ok: {shell}, {len(list(rows()))} lines")
    zsh = Zsh(folder, scripts["zsh"])
    for line, wanted, others in rows():
        shown = zsh.offers(line)
        # Where there is one only, it is put into the line at once, and the rest of the word is all that is printed.
        if len(wanted) == 1:
            rest = next(iter(wanted))[len(line.split(" ")[-1]):]
            need(f"zsh: {line!r}", rest in shown, shown)
        else:
            got = words_of(shown)
            need(f"zsh: {line!r}", wanted <= got and not (others & got), f"missing {wanted - got}, too much {others & got}\n{shown}")
    print(f"ok: zsh, {len(list(rows()))} lines")
    for verb in ["", *VERBS]:
        lines = gate("help", *([verb] if verb else [])).splitlines()
        need(f"help {verb} fits a screen", len(lines) <= 24 and max(map(len, lines)) <= 80, "\n".join(lines))
    print("ok: help fits a screen of 80 by 24")


with tempfile.TemporaryDirectory() as scratch:
    main(scratch)
