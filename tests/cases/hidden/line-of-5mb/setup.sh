# SPDX-License-Identifier: Apache-2.0
# The key is in the middle of a line of 5 MB.
start
{
	printf 'first\n'
	yes 'word ' | tr -d '\n' | head -c 2500000
	printf 'AWS_ACCESS_KEY_ID=%s ' "$(secret aws)"
	yes 'word ' | tr -d '\n' | head -c 2500000
	echo
} | put long.txt
commit c2
