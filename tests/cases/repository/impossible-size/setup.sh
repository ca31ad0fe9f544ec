# SPDX-License-Identifier: Apache-2.0
# A loose object whose header says that it has more bytes than any memory holds: damaged, and not memory that ran out.
start
clean more.txt
commit c2
object=.git/objects/$(git rev-parse HEAD | sed 's,^..,&/,')
chmod u+w "$object"
python3 -c 'import sys, zlib; sys.stdout.buffer.write(zlib.compress(b"commit 99999999999999\0tree "))' >"$object"
