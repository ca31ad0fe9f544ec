# SPDX-License-Identifier: Apache-2.0
# Comments and order of a policy may change without a word.
repo
printf 'A shop.\n' | put README
policy <<'END'
version: 1
block: error
END
commit c1
git checkout -q -b topic
policy <<'END'
# Two lines in another order.
block: error
version: 1
END
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
