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
