# SPDX-License-Identifier: Apache-2.0
git cat-file -e "$(git ls-remote origin refs/heads/topic | cut -f1)" 2>/dev/null && echo 'WRONG it is here'
clean two.txt
commit c3
push --force topic
git -C "$WORK/other" commit -q --amend -m 'theirs again'
git -C "$WORK/other" push -q --force origin topic
key three.env
commit c4
push --force topic
