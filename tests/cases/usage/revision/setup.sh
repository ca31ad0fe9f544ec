# SPDX-License-Identifier: Apache-2.0
# A revision that cannot be used: the message says where it was given.
start
printf 'words\n' | put words.txt
commit c2
