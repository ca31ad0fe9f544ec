# SPDX-License-Identifier: Apache-2.0
row 'the query is slower, plainly'
runs perf/runs.csv 4 10 250 300
judged

row 'the report of an older commit, when it was faster'
git show main~1:perf/runs.csv | put perf/runs.csv
judged

row 'a total that was edited by hand'
runs perf/runs.csv 4 10 250 300
awk -F, -v OFS=, 'NR > 1 { $4 = 510 } { print }' perf/runs.csv >edited && mv edited perf/runs.csv
judged

row 'a phase that is dropped from the report and from the policy'
runs perf/runs.csv 4 10 250 300
cut -d, -f1,3,4 perf/runs.csv >cut && mv cut perf/runs.csv
change .seamgate.yml '{name: query, budget_ms: 260}, ' ''
change .seamgate.yml '{name: query}, ' ''
judged

row 'a phase that is renamed in both'
runs perf/runs.csv 4 10 250 300
change perf/runs.csv query search
change .seamgate.yml 'name: query' 'name: search'
judged

row 'the baseline is deleted'
runs perf/runs.csv 4 10 250 300
git rm -q perf/pinned.csv
judged

row 'the baseline is made slower'
runs perf/runs.csv 4 10 250 300
runs perf/pinned.csv 1 10 260 300
judged

row 'the report is deleted'
git rm -q perf/runs.csv
judged

row 'the sample count is lowered'
runs perf/runs.csv 4 4 200 300
change .seamgate.yml 'min_samples: 8' 'min_samples: 4'
judged

row 'noise becomes a warning'
runs perf/runs.csv 4 6 200 300
change .seamgate.yml 'min_samples: 8' 'inconclusive: warning'
judged

row 'the tolerance is raised'
runs perf/runs.csv 4 10 250 300
change .seamgate.yml 'min_samples: 8' 'tolerance: 50%'
judged

row 'the budget of a phase is raised'
runs perf/runs.csv 4 10 270 220
change .seamgate.yml 'budget_ms: 260' 'budget_ms: 500'
judged

row 'the budget in budget.json is lower than the total'
budget 500
runs perf/runs.csv 4 10 200 300
judged

row 'the budget in budget.json is raised'
budget 900
runs perf/runs.csv 4 10 200 410
change .seamgate.yml 'budget_ms: 600' 'budget_ms: 900'
judged

row 'budget.json is deleted'
git rm -q perf/budget.json
runs perf/runs.csv 4 10 200 300
judged

row 'a misspelt metric in budget.json'
change perf/budget.json '"speed-index"' '"sped-index"'
runs perf/runs.csv 4 10 200 300
judged

row 'when no longer names the page'
change .seamgate.yml 'web/\*\*' 'nothing/**'
judged

row 'from now on out of the workspace, where there is nothing'
change .seamgate.yml 'path: "perf/runs.csv", select' 'path: "out/runs.csv", workspace: true, select'
change .seamgate.yml 'budgets: perf/budget.json' 'baseline: perf/pinned.csv'
runs perf/runs.csv 4 10 250 300
judged

row 'another format, which reads no phases'
runs perf/runs.csv 4 10 250 300
change .seamgate.yml 'format: csv' 'format: jsonl'
judged
