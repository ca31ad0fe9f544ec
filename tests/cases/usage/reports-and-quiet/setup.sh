# SPDX-License-Identifier: Apache-2.0
# Reports go where they are sent, whatever the verdict; errors of usage leave none.
start
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
