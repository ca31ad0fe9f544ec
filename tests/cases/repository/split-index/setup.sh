# SPDX-License-Identifier: Apache-2.0
# Index formats that not every library reads play no part.
start
mkdir d
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put d/settings.env
commit c2
git update-index --split-index
