# SPDX-License-Identifier: Apache-2.0
# The first policy of the repository comes with the key, and switches the check off.
repo
printf 'A shop.\n' | put README
commit c1
git checkout -q -b topic
policy <<'END'
version: 1
checks:
  secrets: {enabled: false}
END
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
