# SPDX-License-Identifier: Apache-2.0
# The hook goes in once, comes out without a trace, and leaves a hook of somebody else's alone.
start
clean one.txt
commit c2
