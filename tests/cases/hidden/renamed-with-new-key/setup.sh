# SPDX-License-Identifier: Apache-2.0
# A file is renamed, and a line with a key is new in it.
repo
seq 1 200 | sed 's/^/line /' | put old-name.conf
commit c1
git checkout -q -b topic
git mv old-name.conf new-name.conf
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" >>new-name.conf
commit c2
