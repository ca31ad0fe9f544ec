# SPDX-License-Identifier: Apache-2.0
# A policy outside the repository stands instead of both; with a digest only that one.
start
policy <<'END'
version: 1
checks:
  secrets: {enabled: false}
END
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
printf 'version: 1\n' >"$WORK/strict.yml"
printf 'version: 1\nrules: {secrets/aws-access-key-id: warning}\n' >"$WORK/lenient.yml"
