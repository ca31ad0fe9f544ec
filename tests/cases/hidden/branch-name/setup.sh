# SPDX-License-Identifier: Apache-2.0
# The key is the name of the branch.
start
branch="fix-$(secret aws)"
git checkout -q -b "$branch"
printf 'words\n' | put words.txt
commit c2
run_args="--base main --head $branch"
push_refs="HEAD:refs/heads/$branch"
