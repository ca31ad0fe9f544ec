# SPDX-License-Identifier: Apache-2.0
# A symbolic link becomes a file of the same name.
repo
printf 'A shop.\n' | put README
ln -s README current
commit c1
git checkout -q -b topic
rm current
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put current
commit c2
