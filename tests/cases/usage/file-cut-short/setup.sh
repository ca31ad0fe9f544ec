# SPDX-License-Identifier: Apache-2.0
# A file that is mapped becomes shorter: the kernel sends SIGBUS. Here it is sent by hand, to a run that waits for its policy.
start
clean more.txt
commit c2
mkfifo "$WORK/policy"
