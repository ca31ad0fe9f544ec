# SPDX-License-Identifier: Apache-2.0
push topic
git commit -q --amend -m amended
push --force topic
key two.env
commit c3
git commit -q --amend -m again
push --force topic
echo '# back to the beginning: nothing new'
git reset -q --hard main
push --force topic
