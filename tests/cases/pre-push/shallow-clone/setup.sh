# SPDX-License-Identifier: Apache-2.0
# A shallow clone pushes a branch whose base it cannot see.
start
clean one.txt
commit c2
remote
cd "$WORK"
git clone -q --depth 1 "file://$WORK/remote.git" shallow
cd shallow
git checkout -q -b new
clean two.txt
commit c3
seamgate hook pre-push install
