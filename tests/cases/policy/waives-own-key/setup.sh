# SPDX-License-Identifier: Apache-2.0
# The change brings a key and the waiver for it.
start
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
