# SPDX-License-Identifier: Apache-2.0
# The key comes in through the second parent of a merge.
start
git checkout -q -b side
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put side.env
commit c2
git checkout -q topic
printf 'topic\n' | put topic.txt
commit c3
merge side
commit m1
