# SPDX-License-Identifier: Apache-2.0
# A repository with SHA-256 object ids.
git init -q -b main --object-format=sha256 "$WORK/repo"
cd "$WORK/repo"
printf 'words\n' | put words.txt
commit c1
