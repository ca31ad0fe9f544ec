# SPDX-License-Identifier: Apache-2.0
# A file over the limit is not examined, which is no pass, and beats the finding beside it.
repo
printf 'A shop.\n' | put README
policy <<'END'
version: 1
limits: {blob: 10kB}
END
commit c1
git checkout -q -b topic
seq 1 5000 | put large.txt
printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | put settings.env
commit c2
