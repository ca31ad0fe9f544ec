# SPDX-License-Identifier: Apache-2.0
# A warning blocks where the policy says so.
repo
printf 'A shop.\n' | put README
policy <<'END'
version: 1
block: warning
rules: {secrets/aws-access-key-id: warning}
END
commit c1
git checkout -q -b topic
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
