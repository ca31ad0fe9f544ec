# SPDX-License-Identifier: Apache-2.0
# A pack whose second half a full disk has swallowed.
start
seq 1 5000 | put words.txt
commit c2
git repack -q -a -d
