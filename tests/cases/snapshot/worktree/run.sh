# SPDX-License-Identifier: Apache-2.0
echo '# nothing was changed'
plain run --worktree
echo '# changed, not staged'
key one.txt
judge run --worktree
echo '# staged, and changed back'
git add one.txt
clean one.txt
plain run --worktree
git reset -q --hard
echo '# untracked: a file, a link, a folder; ignored: a folder, a name; a pipe; another repository'
key new.env
ln -s "$(secret aws)" link
mkdir -p ignored deep/er other
key ignored/key.env
key a.log
key deep/er/key.env
mkfifo pipe
git init -q other
key other/key.env
judge run --worktree
rm -r new.env link deep ignored a.log pipe other
echo '# a file that is tracked although it would be ignored'
key kept.log
git add -f kept.log
judge run --worktree
git rm -q -f kept.log
echo '# a folder becomes a link to a folder with a key: the link is judged, nothing behind it'
mkdir "$WORK/outside"
key "$WORK/outside/two.txt"
rm -r dir
ln -s "$WORK/outside" dir
judge run --worktree
rm dir
git checkout -q -- dir
echo '# a file of the same size, written in the same second'
git reset -q --hard
printf 'words for one.txt\n' >one.txt
git add one.txt
printf '%s\n' "$(secret aws)" | cut -c 1-17 >one.txt
seamgate run --worktree -q --report json | grep -c '"path": "one.txt"' || true
seamgate run --worktree -q --report json | sed -n 's/.*"files": \(.*\),/\1/p'
