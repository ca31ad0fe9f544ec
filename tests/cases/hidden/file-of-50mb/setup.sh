# SPDX-License-Identifier: Apache-2.0
# The key is on the last line of a file of 50 MB.
start
{
	yes 'a line of text that says nothing of interest, again and again, to fill the file' | head -c 50000000
	printf '\nAWS_ACCESS_KEY_ID=%s\n' "$(secret aws)"
} | put large.log
commit c2
