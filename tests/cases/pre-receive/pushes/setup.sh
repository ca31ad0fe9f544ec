# SPDX-License-Identifier: Apache-2.0
# A bare server, real pushes: the new objects are in quarantine while the hook judges them.
start
clean one.txt
commit c2
server
