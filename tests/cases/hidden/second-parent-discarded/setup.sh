# SPDX-License-Identifier: Apache-2.0
# The second parent's tree is thrown away by the merge, but its commits are merged.
start
git checkout -q -b side
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put side.env
commit c2
git checkout -q topic
printf 'topic\n' | put topic.txt
commit c3
tick
git merge -q -s ours -m m1 side
label m1
