# SPDX-License-Identifier: Apache-2.0
# Merge request, merged results, push, first push of a branch.
start
key one.env
commit c2
git checkout -q main
clean main.txt
commit c3
git checkout -q -b merged
merge topic
commit m1
git checkout -q topic
git update-ref refs/remotes/origin/main main
