# SPDX-License-Identifier: Apache-2.0
# A merge queue's own branch.
start
key one.env
commit c2
