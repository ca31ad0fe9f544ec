# SPDX-License-Identifier: Apache-2.0
# A merge of three, whose key came in through the third parent.
start
git checkout -q -b one
printf 'one\n' | put one.txt
commit c2
git checkout -q -b two main
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put two.env
commit c3
git checkout -q topic
printf 'three\n' | put three.txt
commit c4
tick
git merge -q -m m1 one two
label m1
