# SPDX-License-Identifier: Apache-2.0
# A graft hides the commit with the key from git's own walk.
start
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
git rm -q settings.env
printf 'words\n' | put words.txt
commit c3
mkdir -p .git/info
echo "$(git rev-parse HEAD) $(git rev-parse main)" >.git/info/grafts
