# SPDX-License-Identifier: Apache-2.0
# History is rewritten: what is compared is what the remote has and what it gets.
start
clean one.txt
commit c2
remote
