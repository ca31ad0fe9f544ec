# SPDX-License-Identifier: Apache-2.0
# Keys in many files, some of them in several versions of one file, in paths, messages and names of branches; a lock
# file that got worse; an edited policy; a file that cannot be looked at; a measured feature that drifts and one with too
# few rows, on a pipeline; a link, an archive and a binary file with keys. Sixteen commits, one in a merge.
start
git checkout -q main
cat <<'POLICY' >"$WORK/measured"
pipeline: [ingest, infer, serve]
checks:
  drift:
    features:
      - {name: amount, hop: infer, baseline: ref.csv, current: cur.csv, column: amount, test: psi, max: 0.1}
      - {name: few, hop: serve, baseline: ref.csv, current: few.csv, column: amount, test: psi, max: 0.1}
POLICY
(printf 'version: 1\nlimits: {blob: 64KiB}\n' && cat "$WORK/measured") | policy
amounts() {
	awk -v n="$1" -v shift="$2" 'BEGIN { print "amount"; for (i = 0; i < n; i++) print (i * 7919) % 1000 + shift }'
}
amounts 600 0 | put ref.csv
amounts 600 0 | put cur.csv
amounts 600 0 | put few.csv
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
amounts 600 400 | put cur.csv
amounts 5 0 | put few.csv
ln -s "$(secret aws 40)" link
(head -c 300 /dev/zero && printf 'key=%s' "$(secret stripe 41)") | put blob.bin
(cd d0 && tar -czf "$WORK/packed.tgz" f5.env) && mv "$WORK/packed.tgz" packed.tgz
head -c 70000 /dev/zero | tr '\0' 'a' | put big.txt
printf 'version: 1\nlimits: {blob: 64KiB}\nblock: warning\nrules: {secrets/generic-secret-assignment: off}\n' | cat - "$WORK/measured" | policy
commit lock
