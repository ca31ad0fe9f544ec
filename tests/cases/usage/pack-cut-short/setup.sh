# SPDX-License-Identifier: Apache-2.0
# A pack becomes shorter while a run has it mapped: the object that was being read is named, whichever thread read it.
repo
seq 1 50000 | put numbers.txt
commit c1
git repack -q -a -d
mkfifo "$WORK/policy"
