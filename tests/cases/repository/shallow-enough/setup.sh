# SPDX-License-Identifier: Apache-2.0
# A clone of depth 3 of a longer history: base and head are in it, their merge base too.
start
for n in 2 3 4 5; do
	echo "$n" | put words.txt
	commit "c$n"
done
cd "$WORK"
git clone -q --depth 3 -b topic "file://$WORK/repo" shallow
cd shallow
