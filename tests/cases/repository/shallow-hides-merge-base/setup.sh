# SPDX-License-Identifier: Apache-2.0
# Both tips are there, but depth 1 cuts off where they meet.
start
printf 'words\n' | put words.txt
commit c2
git checkout -q main
printf 'more\n' | put more.txt
commit c3
cd "$WORK"
git clone -q --depth 1 --no-single-branch "file://$WORK/repo" shallow
cd shallow
