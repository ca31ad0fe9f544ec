# SPDX-License-Identifier: Apache-2.0
# A misspelt verb, flag, check, report or key is an error with the nearest one.
start
printf 'words\n' | put words.txt
commit c2
