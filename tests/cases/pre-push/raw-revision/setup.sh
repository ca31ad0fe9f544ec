# SPDX-License-Identifier: Apache-2.0
# What is pushed has no name here, only an id or a revision.
start
key one.env
commit c2
clean two.txt
commit c3
remote
