# SPDX-License-Identifier: Apache-2.0
# A log with colours: the key stands directly behind a colour sequence, whose last letter is no part of its word.
start
printf '\033[1;32m%s\033[0m\n' "$(secret aws)" | put build.log
commit c2
