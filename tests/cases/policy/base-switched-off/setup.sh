# SPDX-License-Identifier: Apache-2.0
# Secrets were off at the base already and stay off: no check runs, which is no pass.
repo
printf 'A shop.\n' | put README
policy <<'END'
version: 1
checks:
  secrets: {enabled: false}
END
commit c1
git checkout -q -b topic
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
