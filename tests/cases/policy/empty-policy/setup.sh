# SPDX-License-Identifier: Apache-2.0
# A policy of nothing but its version is the default.
start
printf 'version: 1\n' | policy
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
