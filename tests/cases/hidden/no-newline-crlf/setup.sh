# SPDX-License-Identifier: Apache-2.0
# Lines end in CR LF, and the last one in nothing.
start
printf 'one\r\ntwo\r\nAWS_ACCESS_KEY_ID=%s' "$(secret aws)" | put dos.ini
commit c2
