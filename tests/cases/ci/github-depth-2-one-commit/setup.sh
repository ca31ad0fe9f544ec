# SPDX-License-Identifier: Apache-2.0
# A clone of depth 2 and a request of one commit: the trees of the merge and of its first parent say all.
start
key two.env
commit c2
git checkout -q main
clean main.txt
commit c3
git checkout -q -b merged
merge topic
commit m1
cd "$WORK"
git clone -q --depth 2 -b merged "file://$WORK/repo" checkout
cd checkout
git checkout -q --detach
head=$(git -C "$WORK/repo" rev-parse topic)
base=$(git -C "$WORK/repo" rev-parse main)
