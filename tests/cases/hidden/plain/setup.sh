# SPDX-License-Identifier: Apache-2.0
# A key in a line that the change adds.
start
printf 'region=eu-west-1\nAWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
