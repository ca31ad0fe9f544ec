# SPDX-License-Identifier: Apache-2.0
# No flag, no variable, no CI: the branch's upstream, else the usual branches.
start
key one.env
commit c2
