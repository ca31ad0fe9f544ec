# A flow of each format. "measured FACTOR" writes the reports of all of them, with one phase FACTOR times as long as at the base; the policy
# is made by the same table.

# measured SEED FACTOR [NAME]...: reports, of these formats or of all; policy: the flows of .seamgate.yml on standard output.
formats() {
	python3 - "$@" <<'PY'
import base64, json, os, random, struct, sys, zlib

rng = random.Random(int(sys.argv[1]))
factor = float(sys.argv[2])
wanted = sys.argv[3:]
RUNS = 10
ID = '%032x'


def times(*ms, slow=1):
    """A run: each phase with a few percent of noise, the slow one longer."""
    return [round(m * rng.uniform(0.98, 1.02) * (factor if i == slow else 1), 3) for i, m in enumerate(ms)]


def put(name, text):
    os.makedirs('perf', exist_ok=True)
    with open('perf/' + name, 'w') as out:
        out.write(text if isinstance(text, str) else json.dumps(text))


def rows(name, make, join='\n'):
    put(name, join.join(make(i) for i in range(RUNS)) + '\n')


def files(name, make):
    for i in range(RUNS):
        put(name % i, make(i))


def otlp(i):
    own, query = times(40, 60)
    start = 1764230400000000000 + i * 10**9
    trace = ID % rng.getrandbits(128)
    span = lambda key, parent, name, at, ms: {'traceId': trace, 'spanId': '%016x' % key, 'parentSpanId': parent, 'name': name, 'kind': 2,
                                             'startTimeUnixNano': str(at), 'endTimeUnixNano': str(at + int(ms * 1e6)), 'status': {}}
    spans = [span(1, '', 'GET /shop', start, own + query), span(2, '%016x' % 1, 'query', start + 10**6, query)]
    return json.dumps({'resourceSpans': [{'scopeSpans': [{'spans': spans}]}]})


def otlp_metrics(i):
    total = sum(times(40, 60))
    point = {'startTimeUnixNano': '1', 'timeUnixNano': '2', 'count': '20', 'sum': total / 50, 'bucketCounts': ['0', '20', '0'], 'explicitBounds': [0.05, 1]}
    return {'resourceMetrics': [{'scopeMetrics': [{'metrics': [{'name': 'http.server.request.duration', 'unit': 's', 'histogram': {
        'aggregationTemporality': 1, 'dataPoints': [point]}}]}]}]}


def jaeger():
    spans = []
    for i in range(RUNS):
        own, query = times(40, 60)
        start = 1764230400000000 + i * 10**6
        trace = '%x' % (i + 1)
        spans.append({'traceID': trace, 'spanID': '1', 'operationName': 'GET', 'references': [], 'startTime': start, 'duration': int((own + query) * 1000)})
        spans.append({'traceID': trace, 'spanID': '2', 'operationName': 'query', 'startTime': start + 1000, 'duration': int(query * 1000),
                      'references': [{'refType': 'CHILD_OF', 'traceID': trace, 'spanID': '1'}]})
    return {'data': [{'traceID': 'x', 'spans': spans, 'processes': {}}], 'errors': None}


def chrome_trace(i):
    ttfb, delay, load, render = times(150, 100, 150, 100)
    start = 1e6
    page = (ID % (i + 1)).upper()
    event = lambda name, ms, data: {'name': name, 'cat': 'c', 'ph': 'R', 'ts': start + ms * 1000, 'pid': 1, 'tid': 1, 'args': {'data': data}}
    return {'traceEvents': [
        event('navigationStart', 0, {'documentLoaderURL': 'http://127.0.0.1:%d/shop' % (4000 + i), 'navigationId': page}),
        event('ResourceReceiveResponse', ttfb, {'requestId': page, 'statusCode': 200, 'timing': {'requestTime': 1, 'receiveHeadersStart': ttfb}}),
        event('largestContentfulPaint::Candidate', ttfb + delay + load + render, {
            'isOutermostMainFrame': True, 'navigationId': page, 'type': 'image', 'imageLoadStart': ttfb + delay, 'imageLoadEnd': ttfb + delay + load})],
        'metadata': {}}


def hdr_log(i):
    counts = {}
    for _ in range(20):
        value = int(sum(times(40, 60)) * 1000)
        shift = max(0, value.bit_length() - 11)
        counts[(shift + 1) * 1024 + (value >> shift) - 1024 if shift else value] = counts.get(value, 0) + 1
    body, at = b'', 0
    def word(n):
        n = n << 1 if n >= 0 else (-n << 1) - 1
        out = b''
        while n > 127:
            out, n = out + bytes([n & 127 | 128]), n >> 7
        return out + bytes([n])
    for index in sorted(counts):
        body, at = body + (word(at - index) if index > at else b'') + word(counts[index]), index + 1
    payload = struct.pack('>IIIIQQd', 0x1c849313, len(body), 0, 3, 1, 3600000000, 1.0) + body
    packed = zlib.compress(payload)
    return '#[Histogram log format version 1.3]\n"StartTimestamp"\n0.1,1.0,0.2,%s\n' % base64.b64encode(
        struct.pack('>II', 0x1c849314, len(packed)) + packed).decode()


def k6(i):
    sending, waiting, receiving = times(1, 90, 9)
    stamp = '2026-11-27T05:00:%02d.0Z' % i
    point = lambda metric, value: json.dumps({'metric': metric, 'type': 'Point', 'data': {'time': stamp, 'value': value, 'tags': {}}})
    return '\n'.join([point('http_reqs', 1), point('http_req_duration', round(sending + waiting + receiving, 3)), point('http_req_sending', sending),
                      point('http_req_waiting', waiting), point('http_req_receiving', receiving), point('http_req_failed', 0)])


def k6_export(i):
    total = sum(times(10, 90))
    return {'metrics': {'http_reqs': {'count': 20, 'rate': 9}, 'http_req_failed': {'passes': 0, 'fails': 20, 'value': 0},
                        'http_req_duration': {'avg': total, 'p(75)': total, 'thresholds': {'p(95)<2000': True}}}, 'root_group': {}}


def lhr_11(i):
    parts = times(150, 100, 150, 100)
    return {'lighthouseVersion': '11.7.1', 'requestedUrl': 'http://127.0.0.1/', 'configSettings': {'throttlingMethod': 'devtools', 'locale': 'ja'}, 'audits': {
        'largest-contentful-paint': {'numericValue': sum(parts), 'numericUnit': 'millisecond'},
        'largest-contentful-paint-element': {'details': {'type': 'list', 'items': [
            {'type': 'table', 'headings': [{'key': 'node'}], 'items': [{'node': {'type': 'node'}}]},
            {'type': 'table', 'headings': [{'key': 'phase'}, {'key': 'percent'}, {'key': 'timing'}], 'items': [
                {'phase': label, 'percent': '25%', 'timing': part} for label, part in zip(['TTFB', '読み込みの遅延', '読み込み時間', 'レンダリングの遅延'], parts)]}]}}}}


def hey():
    lines = ['response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset']
    for _ in range(RUNS):
        dial, wait, read = times(10, 80, 9)
        lines.append('%.4f,%.4f,0.0000,0.0001,%.4f,%.4f,200,0.1' % ((dial + wait + read + 0.1) / 1000, dial / 1000, wait / 1000, read / 1000))
    return '\n'.join(lines) + '\n'


def oha(i):
    total = sum(times(40, 60)) / 1000
    return {'summary': {'successRate': 1.0, 'average': total, 'slowest': total * 2, 'fastest': total / 2},
            'latencyPercentiles': {'p50': total, 'p75': total * 1.1}, 'statusCodeDistribution': {'200': 50}, 'errorDistribution': {}}


def wrk(i):
    total = sum(times(40, 60))
    return ('Running 2s test @ http://127.0.0.1:8000/\n  1 threads and 4 connections\n    Latency     %.2fms    1.59ms  150.51ms   64.77%%\n'
            '  Latency Distribution\n     50%%    %.2fms\n     75%%   %.2fms\n  1054 requests in 2.00s, 5.23MB read\n' % (total, total, total * 1.1))


def server_timing(i):
    app, db = times(40, 60)
    return 'HTTP/1.1 200 OK\nServer-Timing: db;dur=%g;desc="a, \\"b\\"", cache;desc=hit, app;dur=%g\n' % (db, app)


def prometheus(i):
    total = sum(times(40, 60)) / 1000
    name = 'http_request_duration_seconds'
    scrape = lambda n: '%s_bucket{le="0.05"} 0\n%s_bucket{le="1"} %d\n%s_bucket{le="+Inf"} %d\n%s_sum %.6f\n%s_count %d\n' % (
        name, name, n, name, n, name, n * total, name, n)
    return scrape(10) + scrape(110)


def vllm():
    ttfts, itls = [], []
    for _ in range(RUNS):
        ttft, rest = times(60, 40)
        ttfts.append(ttft / 1000)
        itls.append([rest / 2000, rest / 2000])
    return {'backend': 'vllm', 'model_id': 'm', 'completed': RUNS, 'failed': 0, 'input_lens': [9] * RUNS, 'output_lens': [3] * RUNS, 'ttfts': ttfts,
            'itls': itls, 'errors': [''] * RUNS}


def guidellm(i):
    total = sum(times(40, 60)) / 1000
    shape = lambda v: {'successful': {'mean': v, 'min': v, 'max': v, 'count': 40, 'percentiles': {'p50': v, 'p75': v}}, 'errored': {'count': 0}}
    return {'metadata': {'version': 1}, 'benchmarks': [{'metrics': {'request_latency': shape(total), 'time_to_first_token_ms': shape(40)},
                                                        'requests': {'successful': [], 'incomplete': [], 'errored': []}}]}


def aiperf(i):
    first, rest = times(60, 40)
    return json.dumps({'metadata': {'session_num': i, 'benchmark_phase': 'profiling', 'was_cancelled': False},
                       'metrics': {'time_to_first_token': {'value': first, 'unit': 'ms'}, 'request_latency': {'value': (first + rest) / 1000, 'unit': 's'}},
                       'error': None})


def loadgen(i):
    total = int(sum(times(40, 60)) * 1e6)
    bar = '=' * 48 + '\n'
    return (bar + 'MLPerf Results Summary\n' + bar + 'SUT name : PySUT\nScenario : Server\nMode     : PerformanceOnly\nResult is : VALID\n' + bar
            + 'Additional Stats\n' + bar + 'Min latency (ns) : 1000000\nMax latency (ns) : 900000000\nMean latency (ns) : %d\n50.00 percentile latency (ns) : %d\n'
            % (total, total) + bar + 'Test Parameters Used\n' + bar + 'ttft_latency (ns) : 100000000\n')


def perf_analyzer(i):
    queue, infer = times(20, 80, slow=1)
    return ('Concurrency,Inferences/Second,Client Send,Network+Server Send/Recv,Server Queue,Server Compute Input,Server Compute Infer,'
            'Server Compute Output,Client Recv,p50 latency\n1,69.6,0,0,%d,0,%d,0,0,%d\n' % (queue * 1000, infer * 1000, queue * 1000 + infer * 1000))


def explain(i):
    own, scan = times(40, 60)
    node = lambda name, ms, more: dict({'Node Type': name, 'Actual Startup Time': 0.1, 'Actual Total Time': ms, 'Actual Rows': 1, 'Actual Loops': 1}, **more)
    return [{'Plan': node('Sort', own + scan, {'Plans': [node('Seq Scan', scan, {'Parent Relationship': 'Outer'})]}), 'Planning Time': 0.5, 'Triggers': [],
             'Execution Time': own + scan + 1}]


def browsertime():
    pages = []
    for i in range(RUNS):
        ttfb, delay, load, render = [round(v) for v in times(150, 100, 150, 100)]
        pages.append({'timings': {'ttfb': ttfb, 'largestContentfulPaint': {'renderTime': ttfb + delay + load + render, 'ttfb': ttfb, 'resourceLoadDelay': delay,
                                                                           'resourceLoadDuration': load, 'elementRenderDelay': render, 'size': 9, 'url': ''}}})
    return [{'info': {'browsertime': {'version': '25.0.0'}, 'url': 'http://127.0.0.1/shop'}, 'timestamps': ['2026-11-27T05:00:00Z'] * RUNS, 'browserScripts': pages,
             'errors': [[]] * RUNS}]


def crux():
    return {'record': {'key': {'url': 'https://shop.example.org/', 'formFactor': 'PHONE'}, 'metrics': {
        'largest_contentful_paint': {'percentiles': {'p75': round(2400 * factor)}},
        'largest_contentful_paint_image_time_to_first_byte': {'percentiles': {'p75': str(round(900 * factor))}}}}}


def har():
    entries = []
    for i in range(RUNS):
        send, wait, receive = times(1, 90, 9)
        entries.append({'startedDateTime': '2026-11-27T05:00:%02d.000Z' % i, 'request': {'url': 'http://shop.example.org/a?%d' % i}, 'response': {'status': 200},
                        'time': send + wait + receive, 'timings': {'blocked': -1, 'dns': -1, 'connect': -1, 'ssl': -1, 'send': send, 'wait': wait, 'receive': receive}})
    return {'log': {'version': '1.2', 'entries': entries}}


def lhr(i):
    ids = ['timeToFirstByte', 'resourceLoadDelay', 'resourceLoadDuration', 'elementRenderDelay']
    parts = times(150, 100, 150, 100)
    return {'lighthouseVersion': '13.5.0', 'requestedUrl': 'http://127.0.0.1:%d/shop' % (4000 + i), 'configSettings': {'throttlingMethod': 'provided'}, 'audits': {
        'largest-contentful-paint': {'numericValue': sum(parts), 'numericUnit': 'millisecond'},
        'lcp-breakdown-insight': {'details': {'items': [{'type': 'table', 'items': [
            {'subpart': name, 'label': 'x', 'duration': part} for name, part in zip(ids, parts)]}]}}}}


def lighthouse_ci():
    stamp = [int(sys.argv[1]) * 1000 + i for i in range(RUNS)]
    for name in os.listdir('perf') if os.path.isdir('perf') else []:
        if name.startswith('lhr-'):
            os.remove('perf/' + name)
    for i in range(RUNS):
        put('lhr-%d.json' % stamp[i], lhr(i))
    return [{'url': 'http://127.0.0.1:%d/shop' % (4000 + i), 'isRepresentativeRun': i == 0, 'htmlPath': '/ci/%d.html' % i,
             'jsonPath': '/builds/shop/.lighthouseci/lhr-%d.json' % stamp[i], 'summary': {'performance': 0.99}} for i in range(RUNS)]


def jmh(i):
    total = sum(times(40, 60))
    return [{'jmhVersion': '1.37', 'benchmark': 'bench.Sum.sum', 'mode': 'avgt', 'threads': 1, 'forks': 1, 'jvm': 'java', 'jdkVersion': '17', 'params': {},
             'primaryMetric': {'score': total, 'scoreError': 'NaN', 'scoreConfidence': ['NaN', 'NaN'], 'scorePercentiles': {}, 'scoreUnit': 'us/op',
                               'rawData': [[total, total]]}, 'secondaryMetrics': {}}]


def google_benchmark():
    rows = [{'name': 'BM_Sum', 'run_name': 'BM_Sum', 'run_type': 'iteration', 'iterations': 9, 'real_time': sum(times(40, 60)), 'cpu_time': 1, 'time_unit': 'us'}
            for _ in range(RUNS)]
    return {'context': {'host_name': 'ci'}, 'benchmarks': rows + [{'name': 'BM_Sum_mean', 'run_type': 'aggregate', 'real_time': 1, 'time_unit': 'us'}]}


def pytest_benchmark():
    data = [sum(times(40, 60)) / 1000 for _ in range(RUNS)]
    return {'machine_info': {'node': 'ci'}, 'benchmarks': [{'fullname': 'test_a.py::test_a', 'name': 'test_a', 'stats': {'mean': 0.1, 'data': data}}]}


def web_vitals(i):
    ttfb, delay, load, render = times(150, 100, 150, 100)
    key = 'resourceLoadTime' if i % 2 else 'resourceLoadDuration'
    return json.dumps({'name': 'LCP', 'id': 'v5-%d' % i, 'value': ttfb + delay + load + render, 'attribution': {
        'timeToFirstByte': ttfb, 'resourceLoadDelay': delay, key: load, 'elementRenderDelay': render}})


def jsonl(i):
    query, render = times(40, 60)
    return json.dumps({'flow': 'basket', 'ms': {'query': query, 'render': render}})


TABLE = {  # name: (make, pattern, more of the source, more of the flow)
    'otlp': (lambda: rows('otlp.jsonl', otlp), 'otlp.jsonl', '', ''),
    'otlp-metrics': (lambda: files('om-%d.json', otlp_metrics), 'om-*.json', '', 'statistic: mean'),
    'jaeger': (lambda: put('jaeger.json', jaeger()), 'jaeger.json', '', ''),
    'chrome-trace': (lambda: files('trace-%d.json', chrome_trace), 'trace-*.json', '', ''),
    'hdr-log': (lambda: files('%d.hlog', hdr_log), '*.hlog', ', columns: {unit: us}', 'statistic: mean'),
    'k6': (lambda: rows('k6.json', k6), 'k6.json', '', ''),
    'k6-export': (lambda: files('k6e-%d.json', k6_export), 'k6e-*.json', '', ''),
    'lighthouse': (lambda: files('lh11-%d.json', lhr_11), 'lh11-*.json', '', ''),
    'hey': (lambda: put('hey.csv', hey()), 'hey.csv', '', ''),
    'oha': (lambda: files('oha-%d.json', oha), 'oha-*.json', '', ''),
    'wrk': (lambda: files('wrk-%d.txt', wrk), 'wrk-*.txt', '', ''),
    'server-timing': (lambda: rows('headers.txt', server_timing), 'headers.txt', '', ''),
    'prometheus': (lambda: files('prom-%d.txt', prometheus), 'prom-*.txt', '', 'statistic: mean'),
    'vllm': (lambda: put('vllm.json', vllm()), 'vllm.json', '', ''),
    'guidellm': (lambda: files('guide-%d.json', guidellm), 'guide-*.json', ', select: request_latency', ''),
    'aiperf': (lambda: rows('aiperf.jsonl', aiperf), 'aiperf.jsonl', '', ''),
    'loadgen': (lambda: files('mlperf-%d.txt', loadgen), 'mlperf-*.txt', ', select: latency', 'statistic: median'),
    'perf-analyzer': (lambda: files('pa-%d.csv', perf_analyzer), 'pa-*.csv', '', 'statistic: mean'),
    'postgres-explain': (lambda: files('plan-%d.json', explain), 'plan-*.json', '', ''),
    'browsertime': (lambda: put('browsertime.json', browsertime()), 'browsertime.json', '', ''),
    'crux': (lambda: put('crux.json', crux()), 'crux.json', '', 'baseline: none, budget_ms: 2500, min_samples: 1'),
    'har': (lambda: put('shop.har', har()), 'shop.har', '', ''),
    'lighthouse-flow': (lambda: files('flow-%d.json', lambda i: {'steps': [{'lhr': lhr(i), 'name': 'open'}]}), 'flow-*.json', ', select: "open: LCP"', ''),
    'lighthouse-ci': (lambda: put('manifest.json', lighthouse_ci()), 'manifest.json', '', ''),
    'jmh': (lambda: files('jmh-%d.json', jmh), 'jmh-*.json', '', ''),
    'google-benchmark': (lambda: put('gb.json', google_benchmark()), 'gb.json', '', ''),
    'pytest-benchmark': (lambda: put('pytest.json', pytest_benchmark()), 'pytest.json', '', ''),
    'go-bench': (lambda: put('go.txt', ''.join('BenchmarkSum-8 1000 %.1f ns/op\n' % sum(times(40, 60)) for _ in range(RUNS)) + 'PASS\n'), 'go.txt', '', ''),
    'web-vitals': (lambda: rows('beacons.jsonl', web_vitals), 'beacons.jsonl', '', ''),
    'hyperfine': (lambda: put('hyperfine.json', {'results': [{'command': 'x', 'times': [sum(times(40, 60)) / 1000 for _ in range(RUNS)], 'exit_codes': [0] * RUNS}]}),
                  'hyperfine.json', '', ''),
    'jsonl': (lambda: rows('runs.jsonl', jsonl), 'runs.jsonl', ', columns: {phases: [query=ms.query, render=ms.render]}', ''),
}

if wanted == ['policy']:
    print('version: 1\nchecks:\n  latency:\n    flows:')
    for name, (_, pattern, source, more) in TABLE.items():
        print('      - {name: %s, %ssources: [{format: %s, path: "perf/%s"%s}]}' % (name, more + ', ' if more else '', name.replace('-export', ''), pattern, source))
else:
    for name in wanted or TABLE:
        TABLE[name][0]()
PY
}

# spoil FILE OLD NEW: in a report, once.
spoil() {
	python3 -c '
import sys
path, old, new = sys.argv[1:]
text = open(path).read()
assert old in text, (path, old)
open(path, "w").write(text.replace(old, new, 1))
' "$@"
}

# judged: what stands in the working tree is the change; what is found of each flow, and what could not be looked at.
judged() {
	commit c2
	judge run --base main --head HEAD --check latency >"$WORK/said"
	sed -n 's/^\(exit\|incomplete\)/\1/p' "$WORK/said"
	python3 -c '
import json, sys
for f in sorted(json.load(open(sys.argv[1]))["findings"], key=lambda f: (f["detail"].get("flow", ""), f["rule"], f["message"])):
    if f["check"] == "latency":
        print("|", f["rule"], f["detail"].get("flow"), f["detail"].get("owner", "-"))
' "$WORK/.out/json"
}

repo
formats 1 1 policy | policy
formats 1 1
commit c1
git checkout -q -b topic
