# SPDX-License-Identifier: Apache-2.0
# A key stands in a path, a message, a branch, an author's name and a file at once: shown nowhere.
start
git checkout -q -b "fix-$(secret aws)"
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put "keys/$(secret aws)/$(secret aws).env"
GIT_AUTHOR_NAME="Ada $(secret aws)"
export GIT_AUTHOR_NAME
commit c2 "Use $(secret aws)"
