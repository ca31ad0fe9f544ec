# SPDX-License-Identifier: Apache-2.0
# Index and count out of the variables of the systems that have such.
start
key a.env 1
commit k1
