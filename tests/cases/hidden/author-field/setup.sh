# SPDX-License-Identifier: Apache-2.0
# Only the author's name holds the key.
start
printf 'words\n' | put words.txt
GIT_AUTHOR_NAME="Ada $(secret aws)"
export GIT_AUTHOR_NAME
commit c2
