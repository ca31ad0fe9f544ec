# SPDX-License-Identifier: Apache-2.0
# A file becomes a folder of the same name, and a folder a file.
repo
printf 'words\n' | put a
printf 'words\n' | put b/c
commit c1
git checkout -q -b topic
git rm -q -r a b
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws 1)" | put a/deep/settings.env
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws 2)" | put b
commit c2
