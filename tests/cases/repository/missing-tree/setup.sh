# SPDX-License-Identifier: Apache-2.0
# A folder of the head has lost its tree object.
start
printf 'words\n' | put folder/words.txt
commit c2
rm -f ".git/objects/$(git rev-parse HEAD:folder | sed 's,^..,&/,')"
