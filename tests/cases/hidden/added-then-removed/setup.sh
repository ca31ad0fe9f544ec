# SPDX-License-Identifier: Apache-2.0
# One commit adds the key, the next takes it away: the net difference is empty.
start
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put deploy.env
commit c2
git rm -q deploy.env
commit c3
