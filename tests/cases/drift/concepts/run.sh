reference='baseline: data/reference.csv'
day='window: 12h'

begin 'as it was' "$reference" 'time: time' "$day" 'margin: 0.08' 'hop: infer'
rows data/now.csv 3 3000 92 92 2
judged

begin 'worse from the second day on' "$reference" 'time: time' "$day" 'margin: 0.08' 'hop: infer'
rows data/now.csv 3 3000 92 75 2
judged

begin 'against the file at the base, by rows' 'window_rows: 1000' 'margin: 0.08'
rows data/now.csv 3 3000 92 75
judged

begin 'worse before already, and no worse' "$reference" 'time: time' "$day" 'margin: 0.08'
git checkout -q main
rows data/now.csv 4 3000 92 70
commit c1b
git checkout -q -B topic
rows data/now.csv 3 3000 92 75
judged
begin 'worse before already, and too few rows in other windows' "$reference" 'time: time' "$day" 'min_rows: 20' 'margin: 0.08'
rows data/now.csv 3 3000 92 75
awk -F, 'NR > 1 && $1 < "2026-05-01T11:30" { next } { print }' data/now.csv >data/then.csv
mv data/then.csv data/now.csv
judged
git checkout -q main
git reset -q --hard HEAD~1

begin 'the labels of what went wrong are gone' "$reference" 'time: time' "$day" 'margin: 0.08'
rows data/now.csv 3 3000 92 75
awk -F, 'NR == 1 || $2 == int($3) { print; next } { print $1 ",," $3 "," $4 }' data/now.csv >data/then.csv
mv data/then.csv data/now.csv
judged

begin 'too few rows for the margin' "$reference" 'time: time' 'window: 1h' 'margin: 0.08'
rows data/now.csv 3 120 92 92
judged
begin 'which is a warning' "$reference" 'time: time' 'window: 1h' 'margin: 0.08' 'inconclusive: warning'
rows data/now.csv 3 120 92 92
judged

begin 'the errors of a number' "$reference" 'time: time' "$day" 'margin: 0.1' 'prediction: guess' 'metric: absolute-error'
rows data/now.csv 3 3000 92 72
judged

begin 'code changed and the rows did not' "$reference" 'time: time' "$day" 'margin: 0.08' 'when: ["src/**"]'
echo b | put src/model.py
judged

begin 'no time' "$reference" 'time: time' "$day" 'margin: 0.08'
rows data/now.csv 3 100 92 92
echo 'yesterday,1,1,1' >>data/now.csv
judged
begin 'no prediction' "$reference" 'time: time' "$day" 'margin: 0.08'
rows data/now.csv 3 100 92 92
echo '2026-05-09T00:00:00Z,1,,1' >>data/now.csv
judged
begin 'too many windows' "$reference" 'time: time' 'window: 1m' 'margin: 0.08' 'min_rows: 20'
rows data/now.csv 3 11000 92 92
judged

for setting in 'margin: 0' 'window_rows: 10' 'time: ""' 'min_rows: 5' 'workspace: true'; do
	begin "a setting that cannot be: $setting" "$day" 'time: time' 'margin: 0.08'
	sed -i "/^ *${setting%%:*}: /d" "$WORK/policy.yml"
	echo "        $setting" >>"$WORK/policy.yml"
	rows data/now.csv 3 200 92 92
	judged
done
