# SPDX-License-Identifier: Apache-2.0
# The key was in this file before; the change edits another line.
repo
printf 'AWS_ACCESS_KEY_ID=%s\nregion=eu-west-1\n' "$(secret aws)" | put settings.env
commit c1
git checkout -q -b topic
sed -i s/eu-west-1/eu-west-2/ settings.env
commit c2
