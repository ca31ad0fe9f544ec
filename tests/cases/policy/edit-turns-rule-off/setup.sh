# SPDX-License-Identifier: Apache-2.0
# The change turns the rule off.
repo
printf 'A shop.\n' | put README
policy <<'END'
version: 1
END
commit c1
git checkout -q -b topic
policy <<'END'
version: 1
rules: {secrets/aws-access-key-id: off}
END
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
