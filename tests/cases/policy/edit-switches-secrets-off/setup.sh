# SPDX-License-Identifier: Apache-2.0
# The change switches the check off that would find its key.
repo
printf 'A shop.\n' | put README
policy <<'END'
version: 1
END
commit c1
git checkout -q -b topic
policy <<'END'
version: 1
checks:
  secrets: {enabled: false}
END
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
