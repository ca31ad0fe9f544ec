# SPDX-License-Identifier: Apache-2.0
# The same change declares every file binary.
start
printf '* binary\n' | put .gitattributes
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put deploy.env
commit c2
