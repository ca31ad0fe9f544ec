# SPDX-License-Identifier: Apache-2.0
# CI is set, the system is not in the table, and HEAD is the branch it would be compared with.
start
clean one.txt
commit c2
git checkout -q main
git update-ref refs/remotes/origin/main main
