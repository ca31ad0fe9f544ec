# SPDX-License-Identifier: Apache-2.0
# An event file that is missing, cut off, of another form, or that names what is no id.
start
clean one.txt
commit c2
