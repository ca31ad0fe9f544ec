# SPDX-License-Identifier: Apache-2.0
# --worktree judges the files as they are, untracked ones too; what is ignored, and what lies in another
# repository, it does not look at.
start
clean one.txt
mkdir dir
clean dir/two.txt
printf 'ignored/\n*.log\n' >.gitignore
commit c2
