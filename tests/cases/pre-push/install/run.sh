# SPDX-License-Identifier: Apache-2.0
state() { [ -x .git/hooks/pre-push ] && echo 'hook there' || echo 'hook not there'; }
plain hook pre-push install
state
plain hook pre-push install
state
plain hook pre-push uninstall
state
plain hook pre-push uninstall
state
printf '#!/bin/sh\nexit 0\n' >.git/hooks/pre-push
chmod +x .git/hooks/pre-push
cp .git/hooks/pre-push "$WORK/theirs"
plain hook pre-push install
plain hook pre-push uninstall
cmp .git/hooks/pre-push "$WORK/theirs" && echo 'theirs is as it was'
echo '# with the line that it says, both judge a push'
line=$(seamgate hook pre-push install 2>&1 | sed -n 's/.*below it: //p')
git init -q --bare "$WORK/remote.git"
git remote add origin "$WORK/remote.git"
printf '#!/bin/sh\n%s\nprintf "%%s\\n" "$lines" | sed "s/ .*//; s/^/theirs: /"\n' "$line" >.git/hooks/pre-push
push HEAD:refs/heads/clean
grep theirs "$WORK/.out/stdout" "$WORK/.out/stderr" | sed 's/.*theirs/theirs/'
key settings.env
commit c2
push HEAD:refs/heads/keyed
push HEAD~1:refs/heads/clean
rm .git/hooks/pre-push
echo '# core.hooksPath'
git config core.hooksPath hooks
plain hook pre-push install
plain hook pre-push uninstall
echo '# a linked work tree'
git config --unset core.hooksPath
git worktree add -q --detach "$WORK/linked" main
cd "$WORK/linked"
plain hook pre-push install
cd "$WORK/repo"
state
