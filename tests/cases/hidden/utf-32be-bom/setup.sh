# SPDX-License-Identifier: Apache-2.0
# Text in UTF-32BE behind a byte order mark.
start
{
	printf '\000\000\376\377'
	printf 'r\303\251gion=1\nAWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | iconv -f UTF-8 -t UTF-32BE
} | put wide.txt
commit c2
