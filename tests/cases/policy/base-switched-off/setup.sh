# SPDX-License-Identifier: Apache-2.0
# All checks were off at the base already and stay off: none runs, which is no pass.
repo
printf 'A shop.\n' | put README
policy <<'END'
version: 1
checks:
  secrets: {enabled: false}
  dependencies: {enabled: false}
END
commit c1
git checkout -q -b topic
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
