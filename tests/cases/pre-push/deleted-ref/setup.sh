# SPDX-License-Identifier: Apache-2.0
# Deleting a ref brings nothing; a key beside it still counts.
start
clean one.txt
commit c2
git checkout -q -b two main
key two.env
commit c3
remote
