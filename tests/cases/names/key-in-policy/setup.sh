# SPDX-License-Identifier: Apache-2.0
# The base's policy holds a key, which no content of the change has: the report says what was removed, masked.
repo
printf 'A shop.\n' | put README
policy <<END
version: 1
pipeline: ["$(secret aws)"]
END
commit c1
git checkout -q -b topic
policy <<'END'
version: 1
END
commit c2
