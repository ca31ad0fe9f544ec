# SPDX-License-Identifier: Apache-2.0
# The key is in neither parent: the merge commit itself adds it.
start
git checkout -q -b side
printf 'side\n' | put side.txt
commit c2
git checkout -q topic
printf 'topic\n' | put topic.txt
commit c3
merge side
printf 'region=eu-west-1\nAWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit m1
