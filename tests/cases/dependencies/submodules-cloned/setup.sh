# SPDX-License-Identifier: Apache-2.0
# A submodule and its clone where git keeps it, which has the first commit and not the second.
repo
modules=.git/modules/lib
git init -q --bare $modules
tick
file=$(echo one | GIT_DIR=$modules git hash-object -w --stdin)
tree=$(printf '100644 blob %s\ta.c\n' "$file" | GIT_DIR=$modules git mktree)
first=$(echo lib | GIT_DIR=$modules git commit-tree "$tree")
printf '[submodule "lib"]\n\tpath = lib\n\turl = https://git.example.org/lib.git\n' | put .gitmodules
git add .gitmodules
commit_index base
git checkout -q -b first
entry 160000 "$first" lib
commit_index first
git checkout -q -b elsewhere
entry 160000 7777777777777777777777777777777777777777 lib
commit_index elsewhere
git checkout -q -f main
