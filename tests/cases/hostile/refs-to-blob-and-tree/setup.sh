# SPDX-License-Identifier: Apache-2.0
# Keys that only tags hold which name a blob or a tree: no commit leads there.
start
git tag light "$(key inside && blob <inside)"
git tag -a -m "a tree" tree "$(entry 100644 "$(printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws 2)" | blob)" deep/tree.env && git write-tree)"
rm inside
git read-tree HEAD
