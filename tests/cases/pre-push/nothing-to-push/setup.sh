# SPDX-License-Identifier: Apache-2.0
# Everything is there already.
start
clean one.txt
commit c2
remote
