# SPDX-License-Identifier: Apache-2.0
# The file with the key is renamed, and edited by the same commit.
repo
printf 'AWS_ACCESS_KEY_ID=%s\nregion=eu-west-1\n' "$(secret aws)" | put settings.env
commit c1
git checkout -q -b topic
git mv settings.env production.env
printf 'stage=production\n' >>production.env
commit c2
