# SPDX-License-Identifier: Apache-2.0
# --staged judges the index and nothing else: not the working tree, not what git add -N marks; links and
# submodules as they are staged.
start
clean one.txt
commit c2
git init -q "$WORK/sub"
git -C "$WORK/sub" commit -q --allow-empty -m sub
