# SPDX-License-Identifier: Apache-2.0
# The base is a well-formed id that no object has.
start
printf 'words\n' | put words.txt
commit c2
