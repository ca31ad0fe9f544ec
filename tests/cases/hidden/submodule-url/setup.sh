# SPDX-License-Identifier: Apache-2.0
# The key is in the address of a submodule.
start
printf '[submodule "lib"]\n\tpath = lib\n\turl = https://%s@example.org/lib.git\n' "$(secret aws)" | put .gitmodules
git add -A
entry 160000 "$(git rev-parse HEAD)" lib
commit_index c2
