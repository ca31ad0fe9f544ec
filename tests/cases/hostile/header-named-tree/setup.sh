# SPDX-License-Identifier: Apache-2.0
# Further headers of a commit that are named like those of its tree and parents.
start
n=0
for name in tree parent object; do
	n=$((n + 1))
	{
		printf 'tree %s\nparent %s\n' "$(oid HEAD^\{tree\})" "$(oid HEAD)"
		printf 'author Ada <a@example.org> 1700000000 +0000\ncommitter Ada <a@example.org> 1700000000 +0000\n'
		printf '%s %s\n\nwords\n' "$name" "$(secret aws "$n")"
	} | git hash-object -t commit -w --stdin --literally >"$WORK/oid"
	git update-ref HEAD "$(cat "$WORK/oid")"
	label "$name"
done
