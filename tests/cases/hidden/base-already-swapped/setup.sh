# SPDX-License-Identifier: Apache-2.0
# The line keeps its place, the key on it is another one.
repo
printf 'AWS_ACCESS_KEY_ID=%s\nregion=eu-west-1\n' "$(secret aws 1)" | put settings.env
commit c1
git checkout -q -b topic
printf 'AWS_ACCESS_KEY_ID=%s\nregion=eu-west-1\n' "$(secret aws 2)" | put settings.env
commit c2
