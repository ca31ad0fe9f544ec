# SPDX-License-Identifier: Apache-2.0
# What is in the working tree or the index, and not committed, is not judged; what is committed and
# removed from the working tree is.
start
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws 1)" | put settings.env
commit c2
rm settings.env
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws 2)" | put staged.env
git add staged.env
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws 3)" | put untracked.env
