# SPDX-License-Identifier: Apache-2.0
# Two histories that never meet.
start
git checkout -q --orphan other
printf 'words\n' | put words.txt
commit c2
