# SPDX-License-Identifier: Apache-2.0
# The head is an ancestor of the base: the change adds nothing.
start
git checkout -q main
printf 'words\n' | put words.txt
commit c2
