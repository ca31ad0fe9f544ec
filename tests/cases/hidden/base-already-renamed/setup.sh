# SPDX-License-Identifier: Apache-2.0
# The file with the key is renamed.
repo
printf 'AWS_ACCESS_KEY_ID=%s\nregion=eu-west-1\n' "$(secret aws)" | put settings.env
commit c1
git checkout -q -b topic
mkdir deploy
git mv settings.env deploy/production.env
commit c2
