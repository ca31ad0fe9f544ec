# SPDX-License-Identifier: Apache-2.0
# A branch whose file a full disk has emptied, and one that says nothing that git understands: git passes over both with a warning. What only they reached would not be looked at.
start
clean more.txt
commit c2
