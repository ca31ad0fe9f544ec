# SPDX-License-Identifier: Apache-2.0
# The change removes the policy, which was stricter than the built-in one.
repo
printf 'A shop.\n' | put README
policy <<'END'
version: 1
rules: {secrets/aws-access-key-id: error}
block: note
END
commit c1
git checkout -q -b topic
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
git rm -q .seamgate.yml
commit c2
