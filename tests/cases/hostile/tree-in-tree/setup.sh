# SPDX-License-Identifier: Apache-2.0
# Seven trees that name each other ten times over: ten million paths in a few hundred bytes.
start
tree=$(printf '100644 blob %s\tf\n' "$(printf 'words\n' | blob)" | git mktree)
for level in 1 2 3 4 5 6 7; do
	tree=$(for i in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %s\td%s\n' "$tree" "$i"; done | git mktree)
done
git update-ref HEAD "$(git commit-tree -p HEAD -m bomb "$tree")"
label c2
