# SPDX-License-Identifier: Apache-2.0
# The change drops the built-in rules.
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
  secrets: {rules: []}
END
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
