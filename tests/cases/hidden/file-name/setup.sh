# SPDX-License-Identifier: Apache-2.0
# The key is the name of a file.
start
printf 'words\n' | put "notes-$(secret aws).txt"
commit c2
