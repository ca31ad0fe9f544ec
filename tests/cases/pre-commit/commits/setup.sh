# SPDX-License-Identifier: Apache-2.0
# Real commits through the hook: what is about to be committed is judged, with -a, by name, in a work tree of its own.
start
clean one.txt
clean two.txt
commit c2
seamgate hook pre-commit install
