# SPDX-License-Identifier: Apache-2.0
# The time is up before the files are, on a machine of many processors too.
repo
printf 'A shop.\n' | put README
policy <<'END'
version: 1
limits: {time: 50ms}
END
commit c1
git checkout -q -b topic
for n in 1 2 3 4 5 6 7 8; do
	yes "line $n of a file with key = words, token = words, secret = words" | head -c 12000000 | put "file-$n.txt"
done
commit c2
