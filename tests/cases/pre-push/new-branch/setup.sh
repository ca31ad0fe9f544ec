# SPDX-License-Identifier: Apache-2.0
# A new branch is compared with what the remote has: an old key on main is not this push's.
repo
key old.env 1
commit c1
git checkout -q -b topic
clean one.txt
commit c2
remote
