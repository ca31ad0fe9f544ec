# SPDX-License-Identifier: Apache-2.0
echo '# in conflict'
plain run --staged
judge run --worktree
git reset -q --hard
echo '# a split index'
git update-index --split-index
plain run --staged
git update-index --no-split-index
echo '# an index that is cut off'
head -c 40 .git/index >"$WORK/cut"
mv "$WORK/cut" .git/index
plain run --staged
rm .git/index
echo '# no commits yet: all is new'
repo new
key first.env
judge run --worktree
git add -A
judge run --staged
echo '# bare'
git clone -q --bare "$WORK/repo" "$WORK/bare"
cd "$WORK/bare"
plain run --staged
plain run --worktree
echo '# flags that do not go together'
cd "$WORK/repo"
plain run --staged --worktree
plain run --staged --head main
