# SPDX-License-Identifier: Apache-2.0
# A hook that is there already is kept where that is asked for, runs first, and comes back.
start
clean one.txt
commit c2
