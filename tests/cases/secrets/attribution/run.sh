# SPDX-License-Identifier: Apache-2.0
judge scan --history

# Packed so that bases are newer than what is made of them.
git repack -q -a -d -f --depth=50
judge scan --history
