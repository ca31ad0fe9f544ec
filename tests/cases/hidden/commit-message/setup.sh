# SPDX-License-Identifier: Apache-2.0
# Only the message of a commit holds the key.
start
printf 'words\n' | put words.txt
commit c2 "Rotate the key

The old one was $(secret aws) and is revoked."
