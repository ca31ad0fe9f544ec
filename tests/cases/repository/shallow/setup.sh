# SPDX-License-Identifier: Apache-2.0
# A clone of depth 1: the base is not there.
start
printf 'words\n' | put words.txt
commit c2
cd "$WORK"
git clone -q --depth 1 --no-single-branch "file://$WORK/repo" shallow
cd shallow
