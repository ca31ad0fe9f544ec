# SPDX-License-Identifier: Apache-2.0
# A commit between base and head is missing, without a shallow mark.
start
printf 'words\n' | put words.txt
commit c2
printf 'more words\n' | put words.txt
commit c3
rm -f ".git/objects/$(git rev-parse HEAD~1 | sed 's,^..,&/,')"
