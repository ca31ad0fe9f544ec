row 'the same page, measured again'
reports 200 200 440 180 550
judged

row 'the same page, but measured after all runs of the base'
reports 300 200 440 180 550
judged
messages

row 'TTFB 150 ms slower, LCP far below 2500 ms: only TTFB is blamed'
reports 200 350 440 180 550
judged
messages

row 'the load delay is slower'
reports 200 200 600 180 550
judged
messages

row 'the load is slower'
reports 200 200 440 330 550
judged
messages

row 'the render delay is slower, and over its budget'
reports 200 200 440 180 700
judged
messages

row 'the page changed, the reports did not'
judged

row 'one report is still the old one'
reports 200 200 440 180 550
git checkout -q main -- perf/lhr-3.json
judged

row 'a run counted twice'
reports 200 200 440 180 550
cp perf/lhr-1.json perf/lhr-2.json
judged

row 'too few runs'
reports 200 200 440 180 550
rm perf/lhr-5.json perf/lhr-6.json perf/lhr-7.json perf/lhr-8.json
judged

row 'no reports'
rm perf/*
judged

row 'simulate'
reports 200 200 440 180 550
spoil perf/lhr-2.json '"provided"' '"simulate"'
judged

row 'a run that failed'
reports 200 200 440 180 550
spoil perf/lhr-2.json '"audits"' '"runtimeError": {"code": "NO_FCP", "message": "no paint"}, "audits"'
judged

row 'a string NaN'
reports 200 200 440 180 550
spoil perf/lhr-2.json '"numericValue": [0-9.]*' '"numericValue": "NaN"'
judged

row 'a negative subpart'
reports 200 200 440 180 550
spoil perf/lhr-2.json '"label": "Ladezeit", "duration": ' '"label": "Ladezeit", "duration": -'
judged

row 'subparts of another load'
reports 200 200 440 180 550
spoil perf/lhr-2.json '"label": "Ladezeit", "duration": ' '"label": "Ladezeit", "duration": 9'
judged

row 'a cut-off file'
reports 200 200 440 180 550
head -c 700 perf/lhr-2.json >perf/new && mv perf/new perf/lhr-2.json
judged

row 'a duplicate key'
reports 200 200 440 180 550
spoil perf/lhr-2.json '"label": "Ladezeit", "duration"' '"duration": 1, "duration"'
judged

row 'an empty file'
reports 200 200 440 180 550
: >perf/lhr-2.json
judged

row 'another machine'
reports 200 200 440 180 550
for i in 1 2 3 4 5 6 7 8; do spoil "perf/lhr-$i.json" '"benchmarkIndex": 1' '"benchmarkIndex": 4'; done
judged

row 'another version'
reports 200 200 440 180 550
for i in 1 2 3 4 5 6 7 8; do spoil "perf/lhr-$i.json" '13.5.0' '13.4.1'; done
judged

row 'another throttling'
reports 200 200 440 180 550
for i in 1 2 3 4 5 6 7 8; do spoil "perf/lhr-$i.json" '"provided"' '"devtools"'; done
judged

row 'another page'
reports 200 200 440 180 550
for i in 1 2 3 4 5 6 7 8; do spoil "perf/lhr-$i.json" '/shop' '/empty'; done
judged

row 'a phase that no report has'
reports 200 200 440 180 550
spoil .seamgate.yml 'name: resourceLoadDelay' 'name: loadDelay'
judged

row 'nothing of the flow changed'
git checkout -q main -- web
printf 'x\n' | put docs.txt
judged
