# SPDX-License-Identifier: Apache-2.0
# Only the committer's address holds the key.
start
printf 'words\n' | put words.txt
GIT_COMMITTER_EMAIL="$(secret aws)@example.org"
export GIT_COMMITTER_EMAIL
commit c2
