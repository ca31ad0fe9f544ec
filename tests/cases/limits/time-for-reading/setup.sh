# SPDX-License-Identifier: Apache-2.0
# A change of more commits than can be read in the time that the policy of the base allows. The commits have
# no files, so that the time passes before any check begins.
repo
printf 'A shop.\n' | put README
policy <<'END'
version: 1
limits: {time: 50ms}
END
commit c1
awk 'BEGIN {
	print "reset refs/heads/topic\nfrom refs/heads/main\n"
	for (i = 1; i <= 40000; i++)
		printf "commit refs/heads/topic\ncommitter Ada <ada@example.org> %d +0000\ndata 1\nx\n%s", 1700001000 + i, i == 1 ? "from refs/heads/main\n" : ""
}' | git fast-import --quiet
git checkout -q topic
label c2
