# SPDX-License-Identifier: Apache-2.0
# A history with a root of its own is merged in.
start
git checkout -q --orphan other
git rm -q -rf .
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put other.env
commit c2
git checkout -q topic
merge --allow-unrelated-histories other
commit m1
