# SPDX-License-Identifier: Apache-2.0
# A submodule is a pointer: its commit need not be here.
start
entry 160000 1234567890123456789012345678901234567890 lib
commit_index c2
