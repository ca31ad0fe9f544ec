# SPDX-License-Identifier: Apache-2.0
# A project of each ecosystem, with what is vendored, and caches beside it.
repo
python3 "$CASE/make.py" "$WORK/caches"
commit c0
# A submodule, and its clone where git keeps it.
modules=.git/modules/lib
git init -q --bare $modules
file=$(echo one | GIT_DIR=$modules git hash-object -w --stdin)
tree=$(printf '100644 blob %s\ta.c\n' "$file" | GIT_DIR=$modules git mktree)
printf '[submodule "lib"]\n\tpath = third/lib\n\turl = https://git.example.org/lib.git\n' | put .gitmodules
git add .gitmodules
entry 160000 "$(echo lib | GIT_DIR=$modules git commit-tree "$tree")" third/lib
mkdir -p third/lib
commit_index c1
