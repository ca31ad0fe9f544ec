# SPDX-License-Identifier: Apache-2.0
# Secrets were off at the base; the change switches them on and brings a key.
repo
printf 'A shop.\n' | put README
policy <<'END'
version: 1
checks:
  secrets: {enabled: false}
END
commit c1
git checkout -q -b topic
policy <<'END'
version: 1
END
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
