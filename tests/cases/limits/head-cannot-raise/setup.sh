# SPDX-License-Identifier: Apache-2.0
# A change cannot raise the limits that judge it.
repo
policy <<'END'
version: 1
limits: {blob: 10kB}
END
commit c1
git checkout -q -b topic
policy <<'END'
version: 1
limits: {blob: 1GiB}
END
seq 1 5000 | put large.txt
commit c2
