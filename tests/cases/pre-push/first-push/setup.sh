# SPDX-License-Identifier: Apache-2.0
# A first push to an empty remote: everything is new, the key of the first commit too.
start
key one.env
commit c2
git rm -q one.env
commit c3
