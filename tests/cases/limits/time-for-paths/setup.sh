# SPDX-License-Identifier: Apache-2.0
# A pattern of the policy is looked for in a tree of a few objects and 2^40 paths. The change does not touch it, so that
# only the check goes there; there is time for a busy machine to come so far.
repo
printf 'A shop.\n' | put README
policy <<'END'
version: 1
limits: {time: 2s}
checks:
  latency:
    flows:
      - {name: page, sources: [{format: k6, path: "**/load-*.json"}]}
END
commit c1
file=$(printf 'words\n' | blob)
tree=$(printf '100644 blob %s\tf\n' "$file" | git mktree)
for depth in 0 1 2 3 4 5 6 7 8 9; do
	for step in 1 2 3 4; do
		tree=$(printf '040000 tree %s\ta\n040000 tree %s\tb\n' "$tree" "$tree" | git mktree)
	done
done
tick
root=$({ git ls-tree HEAD && printf '040000 tree %s\tmany\n' "$tree"; } | git mktree)
git update-ref refs/heads/main "$(git commit-tree "$root" -p HEAD -m c2)"
tick
more=$({ git ls-tree "$root" && printf '100644 blob %s\tmore.txt\n' "$file"; } | git mktree)
git update-ref refs/heads/topic "$(git commit-tree "$more" -p main -m c3)"
label c3 topic
