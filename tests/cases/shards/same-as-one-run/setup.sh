# SPDX-License-Identifier: Apache-2.0
# Keys in many files, some of them in several versions of one file, in paths, messages and names of branches; a lock
# file that got worse; an edited policy; a file that cannot be looked at; a waiver. Fifteen commits, one in a merge.
start
git checkout -q main
printf 'version: 1\nlimits: {blob: 64KiB}\n' | policy
commit c2
git checkout -q -B topic
i=0
while [ $i -lt 24 ]; do
	i=$((i + 1))
	key "d$((i % 5))/f$i.env" $i
	[ $((i % 4)) != 0 ] || commit "k$i"
done
for i in 4 8 12; do
	(echo region=eu && cat "d$((i % 5))/f$i.env") >edited
	mv edited "d$((i % 5))/f$i.env"
	commit "e$i"
done
key "named-$(secret aws 30)/x.env" 31
cp d1/f1.env copied.env
commit k30 "take $(secret aws 32)"
rm d2/f2.env
git mv d3/f3.env moved.env
commit k31
git checkout -q -b "side-$(secret aws 33)" HEAD~3
key side.env 34
commit side
git checkout -q topic
merge "side-$(secret aws 33)"
commit merged
cat <<'LOCK' | put package-lock.json
{"name": "shop", "lockfileVersion": 3, "packages": {"": {"dependencies": {"left": "1.0.0"}},
 "node_modules/left": {"version": "1.0.0", "resolved": "http://mirror.example.org/left-1.0.0.tgz"}}}
LOCK
head -c 70000 /dev/zero | tr '\0' 'a' | put big.txt
printf 'version: 1\nlimits: {blob: 64KiB}\nblock: warning\nrules: {secrets/generic-secret-assignment: off}\n' | policy
commit lock
