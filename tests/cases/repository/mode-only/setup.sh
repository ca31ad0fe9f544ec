# SPDX-License-Identifier: Apache-2.0
# Only the executable bit changes on a file that holds a key already.
repo
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c1
git checkout -q -b topic
chmod +x settings.env
commit c2
