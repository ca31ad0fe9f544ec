# SPDX-License-Identifier: Apache-2.0
commits() { git rev-list --count HEAD; }
clean three.txt
git add three.txt
committing
key four.env
git add four.env
committing
commits
echo '# the key is not staged'
git reset -q
clean five.txt
git add five.txt
committing
rm four.env
echo '# commit -a, commit FILE: git hands over an index of its own'
key one.txt
committing -a
clean two.txt
echo more >>two.txt
committing two.txt
committing one.txt
git checkout -q -- one.txt
echo '# nothing to judge'
committing --allow-empty
committing --amend --allow-empty
echo '# another branch'
git checkout -q -b other HEAD~1
clean six.txt
git add six.txt
committing
echo '# a linked work tree'
git worktree add -q --detach "$WORK/linked" HEAD
cd "$WORK/linked"
key one.txt
committing -a
git checkout -q -- one.txt
clean seven.txt
git add seven.txt
committing
echo '# as pre-commit.com runs it'
PRE_COMMIT=1
export PRE_COMMIT
key one.txt
committing -a
