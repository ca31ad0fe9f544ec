# SPDX-License-Identifier: Apache-2.0
# One thread and many give the same bytes.
start
for n in 1 2 3 4 5 6 7 8 9; do
	for k in 1 2 3 4 5 6 7 8 9 10 11 12; do
		seq 1 200 >"file-$n-$k.txt"
		printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws "$n")" >>"file-$n-$k.txt"
	done
done
commit c2
