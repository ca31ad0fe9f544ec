# SPDX-License-Identifier: Apache-2.0
# The key is the name of a folder.
start
printf 'words\n' | put "backup/$(secret aws)/words.txt"
commit c2
