# SPDX-License-Identifier: Apache-2.0
# The target branch went on, with a key of its own, and was merged into the topic.
start
printf 'words\n' | put words.txt
commit c2
git checkout -q main
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put main.env
commit c3
git checkout -q topic
merge main
commit m1
