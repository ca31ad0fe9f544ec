# SPDX-License-Identifier: Apache-2.0
# A commit with 513 parents.
start
{
	printf 'tree %s\n' "$(oid HEAD^\{tree\})"
	for i in $(seq 513); do
		printf 'parent %s\n' "$(git commit-tree -p main -m "$i" "$(oid HEAD^\{tree\})")"
	done
	printf 'author Ada <a@example.org> 1700000000 +0000\ncommitter Ada <a@example.org> 1700000000 +0000\n\nwords\n'
} | git hash-object -t commit -w --stdin >"$WORK/oid"
git update-ref HEAD "$(cat "$WORK/oid")"
label c2
