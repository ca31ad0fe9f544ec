# SPDX-License-Identifier: Apache-2.0
# A link to a file outside is not followed, neither in a tree nor in a directory.
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" >"$WORK/outside.env"
start
ln -s "$WORK/outside.env" link
mkdir folder
ln -s "$WORK" folder/up
commit c2
