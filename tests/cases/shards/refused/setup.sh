# SPDX-License-Identifier: Apache-2.0
# Results that must not be merged.
start
key a.env 1
commit k1
key b.env 2
commit k2
