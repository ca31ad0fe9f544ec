# SPDX-License-Identifier: Apache-2.0
# Two branches with a key each: both are named.
start
key one.env 1
commit c2
git checkout -q -b two main
key two.env 2
commit c3
remote
