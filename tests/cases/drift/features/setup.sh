# SPDX-License-Identifier: Apache-2.0
# Features against their reference: numbers and categories, missing values, new categories, too few rows, what is refused.

# rows FILE SEED COUNT SHIFT [MISSING] [NEW]: amount around 100 + SHIFT, and a colour; so many of 100 amounts missing, colours new.
rows() {
	awk -v seed="$2" -v n="$3" -v shift="$4" -v missing="${5:-0}" -v fresh="${6:-0}" '
	function uniform() { x = (x * 16807) % 2147483647; return x / 2147483647 }
	BEGIN {
		x = seed * 7919 + 17
		for (i = 0; i < 9; i++) uniform()
		print "id,amount,colour"
		for (i = 0; i < n; i++) {
			v = 0
			for (k = 0; k < 12; k++) v += uniform()
			u = uniform()
			colour = uniform() * 100 < fresh ? "teal" : u < 0.5 ? "red" : u < 0.8 ? "green" : "blue"
			if (uniform() * 100 < missing) printf "%d,,%s\n", i, colour
			else printf "%d,%.4f,%s\n", i, 100 + shift + 10 * (v - 6), colour
		}
	}' | put "$1"
}

# feature KEYS…: the policy of one feature with these lines.
feature() {
	{
		printf 'version: 1\npipeline: [ingest, infer]\nchecks:\n  drift:\n    features:\n      - name: amount\n        current: data/current.csv\n'
		for line in "$@"; do printf '        %s\n' "$line"; done
	} | policy
}

# begin NAME KEYS…: main has 2000 rows and this policy; the change is on topic.
begin() {
	printf '\n## %s\n' "$1"
	shift
	rm -rf "$WORK/repo"
	repo
	feature "$@"
	rows data/reference.csv 1 2000 0
	rows data/current.csv 2 2000 0
	echo 1 | put src/ingest.py
	commit c1
	git checkout -q -b topic
}

judged() {
	commit c2
	judge run --base main --head HEAD --check drift
	[ -f "$WORK/.out/json" ] || return 0
	python3 -c '
import json, sys
for finding in json.load(open(sys.argv[1]))["findings"]:
    if finding["check"] == "drift":
        print("|", finding["rule"], finding["state"], finding["hop"] or "-", finding["message"])
' "$WORK/.out/json"
}

repo
