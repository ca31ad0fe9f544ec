# SPDX-License-Identifier: Apache-2.0
# Each branch has merged the other's first commit: there are two merge bases. The key came to main
# and topic before either merge, so both know it.
start
git checkout -q main
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put main.env
commit a1
git checkout -q topic
printf 'words\n' | put topic.txt
commit b1
git checkout -q main
merge topic
commit m1
git checkout -q topic
merge main~1
commit m2
printf 'more\n' | put more.txt
commit b2
