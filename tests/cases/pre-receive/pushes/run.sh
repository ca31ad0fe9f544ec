# SPDX-License-Identifier: Apache-2.0
push topic
key two.env
commit c3
push topic
echo '# nothing of it stays'
git -C "$WORK/remote.git" cat-file -e "$(oid topic)" 2>/dev/null || echo 'the server does not have the commit'
echo '# removed again, and still there in between'
rm two.env
commit c4
push topic
echo '# a new branch, several refs, a deletion with a key beside it'
git checkout -q -b other main
clean three.txt
commit c5
push other
push other:refs/heads/fourth topic:refs/heads/fifth :refs/heads/other
on_remote
push :refs/heads/other
on_remote
echo '# tags: a key in the message of one'
git tag -a -m "$(secret aws)" v1 main
push v1
git tag -f -a -m 'first' v1 main >/dev/null
push v1
echo '# forced, onto a history of its own'
git checkout -q --orphan new
git rm -q -r -f .
clean four.txt
commit c6
push +new:refs/heads/topic
key five.env
commit c7
push +new:refs/heads/topic
echo '# what came in as a request is judged when it comes to a branch'
mv "$WORK/remote.git/hooks/pre-receive" "$WORK/hook"
git push -q origin new:refs/pull/1/head
mv "$WORK/hook" "$WORK/remote.git/hooks/pre-receive"
push new:refs/heads/from-a-request
git push -q origin :refs/pull/1/head
echo '# the gate of the server: its policy, by a line of the hook'
printf 'version: 1\nchecks: {secrets: {enabled: false}}\n' >"$WORK/server.yml"
sed -i "s|hook pre-receive|hook pre-receive --policy '$WORK/server.yml'|" "$WORK/remote.git/hooks/pre-receive"
push +new:refs/heads/topic
on_remote
