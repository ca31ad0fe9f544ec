# SPDX-License-Identifier: Apache-2.0
# A key in full lines of base64 where a signature may stand: in the header, and in the message.
start
key=$(secret)
{
	printf 'tree %s\nparent %s\n' "$(oid HEAD^\{tree\})" "$(oid HEAD)"
	printf 'author Ada <a@example.org> 1700000000 +0000\ncommitter Ada <a@example.org> 1700000000 +0000\n'
	printf 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n %022d/%s/%020d\n -----END PGP SIGNATURE-----\n\nwords\n' 0 "$key" 0
} | git hash-object -t commit -w --stdin --literally >"$WORK/oid"
git update-ref HEAD "$(cat "$WORK/oid")"
label header
commit_index message "$(printf 'words\n\n-----BEGIN PGP SIGNATURE-----\n\n%s%s\n' "$(secret aws 2)" ==========================================)"
