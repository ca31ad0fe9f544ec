# SPDX-License-Identifier: Apache-2.0
# Pushes: an update, a new branch, a forced one whose old tip is gone, a deletion.
start
clean one.txt
commit c2
key two.env
commit c3
git update-ref refs/remotes/origin/main main
