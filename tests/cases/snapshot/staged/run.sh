# SPDX-License-Identifier: Apache-2.0
echo '# nothing is staged'
plain run --staged
key one.txt
echo '# changed, not staged'
plain run --staged
git add one.txt
clean one.txt
echo '# staged, and changed back in the working tree'
judge run --staged
git reset -q
echo '# a mark of git add -N'
key later.env
git add -N later.env
plain run --staged
echo '# a link, a file that may be run, a file in a new folder, a deletion'
rm later.env && git reset -q
ln -s "$(secret aws)" link
mkdir -p deep/er
key deep/er/run.sh
chmod +x deep/er/run.sh
git rm -q --cached README
git add link deep
judge run --staged
[ "$(seamgate run --staged -q --report json | sed -n 's/.*"head": "\(.*\)",/\1/p')" = "$(git write-tree)" ] && echo 'the tree is the one that git would commit'
echo '# what an attribute would hide, and a filter would change'
git reset -q && rm -r link deep
printf '* -diff filter=hide\n' >.gitattributes
git config filter.hide.clean 'cat'
git config filter.hide.smudge 'tr A-Z a-z'
key one.txt
git add -A
judge run --staged
echo '# a submodule'
git reset -q --hard
git update-index --add --cacheinfo "160000,$(git -C "$WORK/sub" rev-parse HEAD),sub"
judge run --staged
echo '# explained'
git reset -q --hard
key one.txt
git add one.txt
print=$(seamgate run --staged -q --report json | sed -n 's/.*"fingerprint": "\(............\).*/\1/p')
seamgate explain "$print" --staged | sed -n 1,2p
git reset -q
seamgate explain "$print" --worktree | sed -n 1,2p
echo '# another index'
git reset -q --hard
key two.env
GIT_INDEX_FILE=$WORK/other git add -A
GIT_INDEX_FILE=$WORK/other
export GIT_INDEX_FILE
judge run --staged
