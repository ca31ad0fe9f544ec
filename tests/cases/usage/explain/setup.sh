# SPDX-License-Identifier: Apache-2.0
# A finding is found again by the word that the report gave, whether run or scan showed it.
start
key old.env
commit c2
git checkout -q -B main
git checkout -q -b work
key new.env 2
commit c3
