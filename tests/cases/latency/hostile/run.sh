# SPDX-License-Identifier: Apache-2.0
begin '20 % slower, written in seconds' "$csv"
runs 2 10 0.24 0.36
judged

begin '20 % slower, written in microseconds' "$csv"
runs 2 10 240000 360000
judged

begin 'a thousand times as fast, but for one phase' "$csv"
runs 2 10 0.2 300
judged

begin 'five runs, pasted twice' "$csv"
{ echo query,render,total; rows 2 5 200 300; rows 2 5 200 300; } | put perf/runs.csv
judged

begin 'a coarse clock repeats by chance' "$csv"
{ echo query,render,total; for i in 1 2 3 4 5 6; do echo 200,300,502; echo 201,300,503; done; } | put perf/runs.csv
judged

begin 'the column of a phase is gone' "$csv"
{ echo query,total; rows 2 10 240 300 | cut -d, -f1,3; } | put perf/runs.csv
judged

begin 'a phase is gone from the reports, and the policy lists none' 'sources: [{format: curl, path: "perf/curl.json"}]'
git checkout -q main
transfers 1 '"time_queue": 0.05, '
commit c3
git checkout -q topic
git reset -q --hard main
transfers 2 ''
judged

begin 'settings that would look at nothing' "$csv" 'phases: [{name: query, budget_ms: -1}]'
judged

begin 'a million rows' "$csv"
awk 'BEGIN { print "query,render,total"; for (i = 0; i < 1000000; i++) print 200 + i % 7 ",300," 502 + i % 7 }' | put perf/runs.csv
judged

begin 'all runs equal' "$csv"
{ echo query,render,total; for i in 1 2 3 4 5 6 7 8 9 10; do echo 200,300,502; done; } | put perf/runs.csv
judged

begin 'numbers too large to add' "$csv"
{ echo query,render,total; for i in 1 2 3 4 5 6 7 8 9 10; do echo 1e308,1e308,1.7e308; done; } | put perf/runs.csv
judged

begin 'equal on both sides but for one clock tick' "$csv"
git checkout -q main
{ echo query,render,total; for i in 1 2 3 4 5 6 7 8 9 10; do echo 200,300,502; done; } | put perf/runs.csv
commit c3
git checkout -q topic
git reset -q --hard main
{ echo query,render,total; for i in 1 2 3 4 5 6 7 8 9 10; do echo 240,300,542; done; } | put perf/runs.csv
judged

begin 'the report is a symbolic link' "$csv"
runs 2 10 240 300
mv perf/runs.csv other.csv
ln -s ../other.csv perf/runs.csv
judged

begin 'the report is a pointer of Git LFS' "$csv"
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 4096\n' 7 | put perf/runs.csv
judged

begin 'the report is renamed, and the policy with it' "$csv"
git rm -q perf/runs.csv
{ echo query,render,total; rows 2 10 240 300; } | put perf/new.csv
settings 'sources: [{format: csv, path: "perf/new.csv", columns: {total: total, phases: [query, render]}}]'
judged

begin 'the flow is deleted from the policy' "$csv"
runs 2 10 240 300
printf 'version: 1\n' | policy
judged
