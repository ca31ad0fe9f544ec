# SPDX-License-Identifier: Apache-2.0
# The key stays where it was and turns up in a second file: that is new.
repo
printf 'AWS_ACCESS_KEY_ID=%s\nregion=eu-west-1\n' "$(secret aws)" | put settings.env
commit c1
git checkout -q -b topic
sed 's/eu/us/' settings.env | put copy.env
commit c2
