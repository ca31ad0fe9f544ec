# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Which commit brought a secret in: added, moved within the file, removed, added again; renamed with its file; on a branch that is merged; brought in by
# the merge itself; in two branches on their own; in a file that another one was copied from.
repo
printf 'one\ntwo\nthree\n' | put a.env
commit base
key added.env 1
commit added
{ printf 'words above\n'; cat added.env; } >moved && mv moved added.env
commit moved
printf 'words above\n' | put added.env
commit removed
key added.env 1
printf 'and below\n' >>added.env
commit again
key old/name.env 2
commit named
git mv old new
commit renamed
cp new/name.env copy.env
commit copied

git checkout -q -b left
key left.env 3
key both.env 4
commit left
git rm -q left.env
commit left-removed
git checkout -q -b right main
key both.env 4
clean right.txt
commit right
git checkout -q main
merge left
commit merge-left
merge right
key evil.env 5
commit merge-right
