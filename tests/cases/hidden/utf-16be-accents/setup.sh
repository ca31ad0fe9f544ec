# SPDX-License-Identifier: Apache-2.0
# Text in UTF-16BE without a byte order mark, with a letter that is not ASCII.
start
printf 'r\303\251gion=1\nAWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | iconv -f UTF-8 -t UTF-16BE | put wide.txt
commit c2
