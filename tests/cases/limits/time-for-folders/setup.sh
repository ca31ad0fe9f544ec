# SPDX-License-Identifier: Apache-2.0
# A tree of 2^40 folders and no file: what hashes vendored files while it is listed ends with the listing.
repo
policy <<'END'
version: 1
limits: {time: 500ms}
END
commit c1
tree=$(git mktree </dev/null)
for depth in 0 1 2 3 4 5 6 7 8 9; do
	for step in 1 2 3 4; do
		tree=$(printf '040000 tree %s\ta\n040000 tree %s\tb\n' "$tree" "$tree" | git mktree)
	done
done
tick
root=$({ git ls-tree HEAD && printf '040000 tree %s\tmany\n' "$tree"; } | git mktree)
git update-ref refs/heads/main "$(git commit-tree "$root" -p HEAD -m c2)"
