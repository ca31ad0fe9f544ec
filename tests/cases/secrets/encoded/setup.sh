# SPDX-License-Identifier: Apache-2.0
# One key in each encoding, in a file that is called after it. What was encoded at the base and is plain at the head is known.
repo
printf 'was: %s\n' "$(printf 'the id is %s' "$(secret aws 10)" | base64 -w 0)" | put moved
commit c1
git checkout -q -b topic
python3 - "$(secret aws 10)" "$WORK/.secrets" <<'EOF'
import base64, gzip, random, sys, zlib
old, secrets = sys.argv[1:]
number = 0
def key():
    global number
    number += 1
    chance = random.Random(number)
    made = old[:4] + "".join(chance.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") for _ in range(16))
    with open(secrets, "a") as file:
        file.write(made + "\n")
    return made
def b64(text):
    return base64.b64encode(text.encode()).decode()
def put(name, text):
    with open(name, "w", newline="") as file:
        file.write("first line\n" + text + "\n")
def wrap(text, width, glue):
    return glue.join(text[i:i + width] for i in range(0, len(text), width))
put("base64", "  id: " + b64("AWS " + key() + " id") + " # end")
put("base64url", 'x="' + base64.urlsafe_b64encode(("??>>~~ " + key() + " ").encode()).decode().rstrip("=") + '"')
put("base64-wrapped", "  " + wrap(b64("lorem ipsum dolor sit amet " * 3 + key() + " consectetur" * 6), 60, "\n  "))
put("base64-wrapped-crlf", wrap(b64("lorem ipsum dolor sit amet " * 3 + key() + " consectetur" * 6), 76, "\r\n"))
put("base64-utf16", "-enc " + base64.b64encode(("id=" + key() + " now").encode("utf-16le")).decode())
put("gzip", base64.b64encode(gzip.compress(("words " * 30 + key()).encode(), mtime=0)).decode())
put("zlib", base64.b64encode(zlib.compress(("words " * 30 + key()).encode())).decode())
put("hex", "h=" + ("id " + key() + " ").encode().hex())
put("percent", "https://e.example/?q=" + "".join("%%%02X" % ord(c) for c in key()))
put("backslash-u", '{"id": "' + "".join("\\u%04x" % ord(c) for c in key()) + '"}')
put("backslash-x", 'id = "' + "".join("\\x%02x" % ord(c) for c in key()) + '"')
put("html", '<a id="' + "".join("&#%d;" % ord(c) for c in key()) + '">')
it = key()
put("quoted-printable", "word " * 10 + "id=3D" + it[:18] + "=\n" + it[18:] + " end")
put("colour", 'echo "\\033[32m' + key() + '\\033[0m"')
put("colour-e", "printf '\\e[1;31m" + key() + "\\e[0m'")
put("quote-percent", "{%22id%22:%22" + key() + "%22}")
put("quote-u", 'x\\u0022' + key() + '\\u0022')
put("percent-around-base64", "q=" + b64("id " + key() + " of it").replace("=", "%3D").replace("I", "%49"))
put("twice", b64("id " + b64("the id is " + key())))
put("five-times", (lambda s: [s := b64(s) for _ in range(5)][-1])("id " + key()))
put("six-times", (lambda s: [s := b64(s) for _ in range(6)][-1])("id " + key()))
put("not-text", "\n".join(base64.b64encode(random.Random(1).randbytes(n)).decode() for n in (30, 60, 90)))
put("moved", "h = " + old)
# A first line that says that all is something else.
def below(first):
    text = ("lorem ipsum dolor sit amet " * 3 + key() + " consectetur" * 6).encode()
    return wrap(base64.b64encode(first).decode(), 76, "\n") + "\n" + wrap(base64.b64encode(text).decode(), 76, "\n")
put("like-zlib", below(b"\x78\x9c" + random.Random(3).randbytes(55)))
put("zlib-cut-off", below(zlib.compress(random.Random(4).randbytes(4000))[:57 * 12]))
put("like-utf16", below(b"twenty-eight bytes of text..".decode().encode("utf-16le") + b"x"))
text = ("lorem ipsum dolor sit amet " * 12 + key() + " ").encode()
put("goes-over", base64.b64encode(text + random.Random(5).randbytes(6000)).decode())
# Beside what would look like a part of the word, and where the block is longer than what is seen around an escape.
put("behind-an-escape", "q=a%3D" + key() + " b")
put("hex-number", "id = 0x" + key().encode().hex() + ";")
put("before-an-escape", "q=" + b64("the id " + key() + " " + "lorem ipsum " * 40).rstrip("=") + "%3D&r=1")
put("above-a-word", b64("aws_keys: " + key()) + "\nand more")
put("behind-padding", b64("twenty bytes of text") + b64("aws_keys: " + key()))
EOF
commit c2
