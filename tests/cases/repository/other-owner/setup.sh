# SPDX-License-Identifier: Apache-2.0
# The repository belongs to somebody else, as in a container job.
start
printf 'words\n' | put words.txt
commit c2
