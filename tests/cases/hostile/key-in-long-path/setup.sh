# SPDX-License-Identifier: Apache-2.0
# Paths that are too long or too deep are refused before anything is scanned: what is said has no part of them.
start
folder=$(printf '%0250d' 0)
path=$(secret)
for i in $(seq 20); do
	path=$path/$folder
done
git read-tree --empty
entry 100644 "$(printf 'words\n' | blob)" "$path"
git update-ref refs/heads/long "$(git commit-tree -p main -m long "$(git write-tree)")"
label long long
tree=$(printf '100644 blob %s\tf\n' "$(printf 'words\n' | blob)" | git mktree)
for i in $(seq 600); do
	name=a
	[ "$i" -lt 598 ] || name=$(secret)
	tree=$(printf '040000 tree %s\t%s\n' "$tree" "$name" | git mktree)
done
git update-ref refs/heads/deep "$(git commit-tree -p main -m deep "$tree")"
label deep deep
