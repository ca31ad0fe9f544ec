# SPDX-License-Identifier: Apache-2.0
# The key was in this file before; lines in front of it push it down.
repo
printf 'AWS_ACCESS_KEY_ID=%s\nregion=eu-west-1\n' "$(secret aws)" | put settings.env
commit c1
git checkout -q -b topic
{ seq 1 50 && cat settings.env; } >moved
mv moved settings.env
commit c2
