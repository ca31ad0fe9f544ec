# SPDX-License-Identifier: Apache-2.0
# A file over the limit under an ignored path needs no look.
repo
printf 'A shop.\n' | put README
policy <<'END'
version: 1
paths: {ignore: ["data/**"]}
limits: {blob: 10kB}
END
commit c1
git checkout -q -b topic
seq 1 5000 | put data/large.txt
commit c2
