# SPDX-License-Identifier: Apache-2.0
# A detached head, a linked work tree and a bare clone of one repository are judged alike.
start
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
git checkout -q --detach
git worktree add -q "$WORK/linked" topic
git clone -q --bare "$WORK/repo" "$WORK/bare.git"
