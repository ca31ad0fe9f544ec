# SPDX-License-Identifier: Apache-2.0
# A branch whose name is what a runner takes for a command, as far as git allows.
start
branch=$(printf 'x%%%%0A#vso;$(y)`z`<b>"\342\200\256\377')
git checkout -q -b "$branch"
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
