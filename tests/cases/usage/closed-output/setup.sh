# SPDX-License-Identifier: Apache-2.0
# A report that cannot be written is no pass.
start
printf 'words\n' | put words.txt
commit c2
