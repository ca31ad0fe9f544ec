# SPDX-License-Identifier: Apache-2.0
# Three branches in one push, the key on the second: all are judged, and none gets through.
start
clean one.txt
commit c2
git checkout -q -b two main
key two.env
commit c3
git checkout -q -b three main
clean three.txt
commit c4
remote
