# SPDX-License-Identifier: Apache-2.0
# The same change tells git not to show the file's lines.
start
printf '*.env -diff\n' | put .gitattributes
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put deploy.env
commit c2
