# SPDX-License-Identifier: Apache-2.0
# A loosening goes through with the digest of the new policy, and with no other.
start
policy <<'END'
version: 1
rules: {secrets/aws-access-key-id: note}
END
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
