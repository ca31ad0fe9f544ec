# SPDX-License-Identifier: Apache-2.0
# The HTML report: what blocks, what could not be looked at, known and waived, a pipeline, names that would be markup.
start
git checkout -q main
printf 'old = %s\n' "$(secret aws 2)" | put old.conf
policy <<'POLICY'
version: 1
salt: "of a case"
pipeline: [ingest, query, render]
rules: {secrets/generic-secret-assignment: warning}
checks:
  latency:
    flows:
      - name: "<b onclick=x>basket</b>"
        min_samples: 10
        sources: [{format: csv, path: "perf/runs.csv", columns: {total: total, phases: [query, render]}}]
        phases: [{name: query, hop: query}, {name: render, hop: render}]
POLICY

# runs QUERY: ten runs.
runs() {
	{
		echo query,render,total
		for i in 0 1 2 3 4 5 6 7 8 9; do echo "$(($1 + i)),$((300 - i % 3)),$(($1 + 310 + i - i % 3))"; done
	} | put perf/runs.csv
}
runs 200
commit base
git checkout -q -B topic main
printf 'moved\nold = %s\n' "$(secret aws 2)" | put old.conf
printf '<img src=x onerror=y> key = "%s" </code>\n' "$(secret aws)" | put 'a"><script>.conf'
printf 'db_password = "%s%s"\n' h4Rd-t0-g u3ss-9931 | put settings.py
runs 260
commit c2
