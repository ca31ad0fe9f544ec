# SPDX-License-Identifier: Apache-2.0
# Where the gate is called: which change it would judge, and by which policy.
start
echo words | put words
commit c2
