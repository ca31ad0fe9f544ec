# SPDX-License-Identifier: Apache-2.0
# Plans of a real PostgreSQL 15 with an index and without (real/, EXPLAIN (ANALYZE, FORMAT JSON), of tables of 60000 and 2000 rows): the lost index is named, noise is not.

# judged NAME BASE HEAD KEYS…: a change from one plan to another, under the policy of one query with these keys. "-": no file.
judged() {
	printf '\n## %s\n' "$1"
	{
		printf 'version: 1\npipeline: [infer, query]\nchecks:\n  plans:\n    queries:\n      - name: basket\n        hop: query\n        path: plan.json\n'
		for line in "$@"; do
			case $line in *': '*) printf '        %s\n' "$line" ;; esac
		done
	} >"$WORK/policy.yml"
	git checkout -q -f -B main c0
	rm -f plan.json
	[ "$2" = - ] || put plan.json <"$CASES/plans/queries/real/$2.json"
	commit c1 base
	git checkout -q -B topic
	rm -f plan.json
	[ "$3" = - ] || put plan.json <"$CASES/plans/queries/real/$3.json"
	commit c2 head
	judge run --base main --head HEAD --check plans --policy "$WORK/policy.yml" | grep -v '^skipped\|^\$'
	[ -f "$WORK/.out/json" ] || return 0
	python3 -c '
import json, sys
report = json.load(open(sys.argv[1]))
for finding in report["findings"]:
    if finding["check"] == "plans":
        print("|", finding["rule"], finding["state"], finding["hop"] or "-", finding["message"])
' "$WORK/.out/json"
}

repo
echo 1 | put README
commit c0
git tag c0
