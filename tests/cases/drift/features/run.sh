reference='baseline: data/reference.csv'

begin 'the same distribution' 'max: 0.1' "$reference" 'hop: infer'
rows data/current.csv 3 2000 0
judged

begin 'moved by half a deviation' 'max: 0.1' "$reference" 'hop: infer'
rows data/current.csv 3 2000 5
judged

begin 'moved, against the current file at the base' 'max: 0.1' 'test: ks'
rows data/current.csv 3 2000 5
judged

begin 'moved before already, and no worse' 'max: 0.1' "$reference" 'test: wasserstein'
git checkout -q main
rows data/current.csv 4 2000 6
commit c1b
git checkout -q -B topic
rows data/current.csv 3 2000 5
judged

begin 'a fifth of the values lost' 'max: 0.1' "$reference" 'hop: ingest'
rows data/current.csv 3 2000 0 20
judged

begin 'a colour that nobody knows' 'max: 0.5' "$reference" 'column: colour' 'test: jensen-shannon'
rows data/current.csv 3 2000 0 0 10
judged

begin 'the tests that compare shares, unchanged' 'max: 0.1' "$reference" 'test: hellinger' 'column: colour'
for test in chi-square cramers-v l-infinity hellinger; do
	feature "max: $([ $test = chi-square ] && echo 20 || echo 0.1)" "$reference" "test: $test" 'column: colour'
	rows data/current.csv 3 2000 0
	judged
done

begin 'too few rows for the limit' 'max: 0.02' "$reference"
rows data/current.csv 3 150 0
judged

begin 'fewer rows than wanted' 'max: 0.1' "$reference" 'min_rows: 1000' 'inconclusive: warning'
rows data/current.csv 3 900 0
judged

begin 'the reference moved along in the same change' 'max: 0.1' "$reference"
rows data/current.csv 3 2000 5
rows data/reference.csv 5 2000 5
judged

begin 'code changed and the values did not' 'max: 0.1' "$reference" 'when: ["src/**"]'
echo 2 | put src/ingest.py
judged

begin 'nothing of it changed' 'max: 0.1' "$reference"
echo 2 | put src/ingest.py
judged

begin 'the file is gone' 'max: 0.1' "$reference"
git rm -q data/current.csv
judged

begin 'no such column' 'max: 0.1' "$reference" 'column: amuont'
rows data/current.csv 3 2000 0
judged

begin 'a word among the numbers' 'max: 0.1' "$reference"
rows data/current.csv 3 2000 0
echo '7,ten,red' >>data/current.csv
judged

begin 'a row cut off' 'max: 0.1' "$reference"
rows data/current.csv 3 2000 0
printf '7,1' >>data/current.csv
judged

begin 'all values missing' 'max: 0.1' "$reference"
rows data/current.csv 3 2000 0 100
judged

begin 'a test for numbers, of colours' 'max: 0.1' "$reference" 'column: colour' 'test: ks'
rows data/current.csv 3 2000 0
judged

for setting in 'max: 0' 'workspace: true' 'type: categorical' 'bins: 1' 'min_rows: 5' 'max_new: 5'; do
	begin "a setting that cannot be: $setting" 'test: ks' 'max: 0.1'
	sed -i "s/^ *max: 0.1$/        $setting/" .seamgate.yml
	case $setting in max:*) ;; *) echo '        max: 0.1' >>.seamgate.yml ;; esac
	judged
done

begin 'lines of JSON, and histograms' 'max: 0.1'
{
	printf 'version: 1\nchecks:\n  drift:\n    features:\n'
	printf '      - {name: amount, format: jsonl, column: in.amount, current: data/now.jsonl, baseline: data/ref.jsonl, max: 0.1}\n'
	printf '      - {name: tone, format: histogram, current: data/now.json, baseline: data/ref.json, max: 0.1, test: psi}\n'
	printf '      - {name: bins, format: histogram, column: a.b, current: data/now.json, baseline: data/ref.json, max: 0.1, test: psi}\n'
} | policy
for side in ref now; do
	awk -v s="$side" 'BEGIN { for (i = 0; i < 400; i++) printf "{\"in\": {\"amount\": %s}}\n", i % 10 ? (i * 7919) % 1000 + (s == "now" ? 300 : 0) : "null" }' | put "data/$side.jsonl"
done
echo '{"tone": {"counts": {"low": 500, "high": 500}}, "a": {"b": {"edges": [0, 1, 2, 4], "counts": [300, 300, 300], "missing": 100}}}' | put data/ref.json
echo '{"tone": {"counts": {"low": 510, "high": 490}}, "a": {"b": {"edges": [0, 1, 2, 4], "counts": [100, 300, 500], "missing": 100}}}' | put data/now.json
judged
echo '{"tone": {"counts": {"low": 510, "high": 490.5}}, "a": {"b": {"edges": [0, 1, 2, 5], "counts": [100, 300, 500]}}}' | put data/now.json
judged

begin 'made by the pipeline' 'max: 0.1' "$reference" 'workspace: true'
git rm -q --cached data/current.csv
commit c2
rows data/current.csv 3 2000 5
judge run --base main --head HEAD --check drift
