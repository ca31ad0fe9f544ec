# SPDX-License-Identifier: Apache-2.0
# Lines as git would write them, and lines that it would not.
start
clean one.txt
commit c2
