# SPDX-License-Identifier: Apache-2.0
# In a clone of depth 2 the merge commit and its two parents are all there is: of a request of two
# commits the first is missing, and could hold what the second removes.
start
clean one.txt
commit c2
key two.env
commit c3
git checkout -q main
clean main.txt
commit c4
git checkout -q -b merged
merge topic
commit m1
cd "$WORK"
git clone -q --depth 2 -b merged "file://$WORK/repo" checkout
cd checkout
git checkout -q --detach
head=$(git -C "$WORK/repo" rev-parse topic)
base=$(git -C "$WORK/repo" rev-parse main)
