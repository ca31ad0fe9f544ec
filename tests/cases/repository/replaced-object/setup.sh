# SPDX-License-Identifier: Apache-2.0
# A replace ref shows git a harmless blob in place of the one with the key.
start
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
git replace "$(git rev-parse HEAD:settings.env)" "$(printf 'harmless\n' | blob)"
