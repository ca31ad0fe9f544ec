# SPDX-License-Identifier: Apache-2.0
# In a clone of depth 1 nothing can be compared: no pass, and the line that fixes the checkout.
start
clean one.txt
commit c2
git checkout -q main
git checkout -q -b merged
merge topic
commit m1
cd "$WORK"
git clone -q --depth 1 -b merged "file://$WORK/repo" checkout
cd checkout
git checkout -q --detach
head=$(git -C "$WORK/repo" rev-parse topic)
base=$(git -C "$WORK/repo" rev-parse main)
