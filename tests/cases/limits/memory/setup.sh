# SPDX-License-Identifier: Apache-2.0
# The memory that the policy allows is not enough for the file.
repo
printf 'A shop.\n' | put README
policy <<'END'
version: 1
limits: {memory: 64MiB}
END
commit c1
git checkout -q -b topic
yes 'a line of text' | head -c 200000000 | put large.txt
commit c2
# Not even what the gate begins with.
printf 'version: 1\nlimits: {memory: 1MiB}\n' | put "$WORK/tiny.yml"
