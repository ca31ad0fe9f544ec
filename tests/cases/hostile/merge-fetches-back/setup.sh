# SPDX-License-Identifier: Apache-2.0
# A key that was removed from main long ago comes back by a merge with the old commit: no commit adds it.
repo
key settings.env
commit c1
git rm -q settings.env
clean README
commit c2
git checkout -q -b topic
clean notes
commit c3
entry 100644 "$(oid main~1:settings.env)" settings.env
git update-ref HEAD "$(git commit-tree -p HEAD -p main~1 -m c4 "$(git write-tree)")"
label c4
