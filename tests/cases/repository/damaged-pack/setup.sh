# SPDX-License-Identifier: Apache-2.0
# Bytes of a pack that are no longer what they were: an object's header, its zlib stream, a delta, the checksum behind
# a stream, what the base of a delta is. None of it passes.
start
seq 1 2000 | put words.txt
commit c2
seq 2 2000 | put words.txt
commit c3
seq 3 1990 | put words.txt
commit c4
git repack -q -a -d -f
