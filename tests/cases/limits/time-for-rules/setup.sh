# SPDX-License-Identifier: Apache-2.0
# The base's own rules take longer to compile than the policy allows: many seconds against one.
repo
printf 'A shop.\n' | put README
policy <<'END'
version: 1
limits: {time: 1s}
checks:
  secrets: {rules: [builtin, rules.yml]}
END
awk 'BEGIN {
	print "rules:"
	for (i = 1; i <= 1200; i++)
		printf "  - {id: secrets/wide-%d, severity: error, why: w, remedy: r, pattern: \"wide%d_[a-z0-9]{20,400}\", hit: [a, b], miss: [c, d]}\n", i, i
}' | put rules.yml
commit c1
git checkout -q -b topic
# Without keywords they are compiled for whatever change.
printf 'words\n' | put words.txt
commit c2
