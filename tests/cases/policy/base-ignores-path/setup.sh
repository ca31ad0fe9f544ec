# SPDX-License-Identifier: Apache-2.0
# What the base ignores is ignored, as long as the head ignores it too.
repo
printf 'A shop.\n' | put README
policy <<'END'
version: 1
paths: {ignore: ["*.env"]}
END
commit c1
git checkout -q -b topic
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
