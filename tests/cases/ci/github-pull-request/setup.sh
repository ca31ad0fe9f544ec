# SPDX-License-Identifier: Apache-2.0
# As actions/checkout leaves it: HEAD is the merge of the base branch and the request's head.
start
key one.env
commit c2
git checkout -q main
clean main.txt
commit c3
merge topic
commit m1
git checkout -q --detach
git branch -q -f main HEAD~1
