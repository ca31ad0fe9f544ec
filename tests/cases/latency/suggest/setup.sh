# Budgets proposed from measurements.
repo
printf '{"results":[{"command":"bin/report --all","times":[1.0,1.1,1.2,1.3],"exit_codes":[0,0,0,0]}]}\n' | put runs.json
printf '{"results":[{"command":"a","times":[1.0],"exit_codes":[0]},{"command":"b","times":[2.0],"exit_codes":[0]}]}\n' | put two.json
put wrk.txt <<'WRK'
Running 2s test @ http://127.0.0.1:8931/
  1 threads and 2 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    43.57ms    6.20ms  51.94ms   96.67%
    Req/Sec    45.00      7.61    60.00     85.00%
  Latency Distribution
     50%   44.01ms
     75%   44.03ms
     90%   47.93ms
     99%   51.94ms
  90 requests in 2.01s, 13.99KB read
Requests/sec:     44.87
Transfer/sec:      6.98KB
WRK
for i in 27 28; do
	printf '{"results":[{"command":"bin/report --all","times":[1.0,1.1,1.2,1.3],"exit_codes":[0,0,0,0]}]}\n' | put "runs-2026-11-$i.json"
done
for i in 1 2 3 4; do
	printf '{"name":"TTFB","value":%d,"attribution":{"waitingDuration":1,"cacheDuration":0,"dnsDuration":2,"connectionDuration":3,"requestDuration":%d}}\n' \
		"$((100 + i))" "$((94 + i))"
done | put beacons.jsonl
printf '{"results":[]}\n' | put empty.json
policy <<'POLICY'
version: 1
checks:
  latency:
    flows:
      - name: report
        statistic: median
        sources: [{format: hyperfine, path: "runs.json"}]
      - name: first byte
        sources: [{format: web-vitals, path: "beacons.jsonl"}]
        phases: [{name: requestDuration, hop: serve}, {name: connectionDuration}]
POLICY
commit c1
git rm -q --cached runs.json
git commit -q -m 'without the report'
git branch lost
git reset -q --hard HEAD~1
