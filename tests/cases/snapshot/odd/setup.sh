# SPDX-License-Identifier: Apache-2.0
# An index in conflict, a split one, a branch without commits, a bare repository, an index that is cut off.
start
key one.env
commit c2
git checkout -q main
clean one.env
commit c3
git merge -q topic || true
