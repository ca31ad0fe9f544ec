# SPDX-License-Identifier: Apache-2.0
# Where it passes is told by the machine.
judge run --base main --check secrets | sed -n '1,2p; /^WRONG/p; s/.*\(the time limit of 0.05 s was reached\).*/\1/p'
