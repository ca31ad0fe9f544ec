# Lighthouse reports of base and head: what is slower is blocked and named, what cannot be used is exit 3.

# lhr FILE SEED TTFB DELAY LOAD RENDER: a report of 13.5 with 4 % of noise in each phase. Seeds of 100 and of 200 are runs in turn; those
# of 300 were made an hour later.
lhr() {
	awk -v seed="$2" -v a="$3" -v b="$4" -v c="$5" -v d="$6" '
	function noise(v) { x = (x * 16807) % 2147483647; return v * (0.98 + 0.04 * x / 2147483647) }
	BEGIN {
		x = seed * 7919 + 17
		for (i = 0; i < 9; i++) noise(1)
		a = noise(a); b = noise(b); c = noise(c); d = noise(d)
		printf "{\"lighthouseVersion\": \"13.5.0\", \"requestedUrl\": \"http://127.0.0.1:%d/shop\",\n", 40000 + seed
		printf " \"fetchTime\": \"2026-11-27T%02d:%02d:00.000Z\", \"gatherMode\": \"navigation\",\n", 5 + (seed >= 300), seed % 100 * 2 + (seed >= 200)
		printf " \"environment\": {\"hostUserAgent\": \"Chrome/156.0.0.0\", \"benchmarkIndex\": %d},\n", 1500 + seed
		printf " \"configSettings\": {\"throttlingMethod\": \"provided\", \"formFactor\": \"desktop\"},\n \"audits\": {\n"
		printf "  \"largest-contentful-paint\": {\"scoreDisplayMode\": \"numeric\", \"numericValue\": %.3f, \"numericUnit\": \"millisecond\"},\n", a + b + c + d
		printf "  \"lcp-breakdown-insight\": {\"details\": {\"type\": \"list\", \"items\": [{\"type\": \"table\", \"items\": [\n"
		printf "   {\"subpart\": \"timeToFirstByte\", \"label\": \"Time to first byte\", \"duration\": %.3f},\n", a
		printf "   {\"subpart\": \"resourceLoadDelay\", \"label\": \"Verzögerung\", \"duration\": %.3f},\n", b
		printf "   {\"subpart\": \"resourceLoadDuration\", \"label\": \"Ladezeit\", \"duration\": %.3f},\n", c
		printf "   {\"subpart\": \"elementRenderDelay\", \"label\": \"Darstellung\", \"duration\": %.3f}]}]}}\n }}\n", d
	}' | put "$1"
}

# reports FIRST-SEED TTFB DELAY LOAD RENDER: eight runs.
reports() {
	for i in 1 2 3 4 5 6 7 8; do
		lhr "perf/lhr-$i.json" "$(($1 + i))" "$2" "$3" "$4" "$5"
	done
}

# row NAME: a change that touches the page starts anew from main.
row() {
	printf '\n## %s\n' "$1"
	git checkout -q -f -B topic main
	git clean -q -f -d
	printf '%s\n' "$1" | put web/page.html
}

# judged: what stands in the working tree is the change.
judged() {
	commit c2
	judge run --base main --head HEAD --check latency
}

# messages: hop, owner and message of each finding of the run before.
messages() {
	python3 -c '
import json, sys
for finding in json.load(open(sys.argv[1]))["findings"]:
    if finding["check"] == "latency":
        print("|", finding["rule"], finding["hop"] or "-", finding["detail"].get("owner", "-"), finding["message"])
' "$WORK/.out/json"
}

# spoil FILE FROM TO: edits a report.
spoil() {
	sed "s|$2|$3|" "$1" >"$1.new"
	mv "$1.new" "$1"
}

repo
policy <<'POLICY'
version: 1
checks:
  latency:
    flows:
      - name: product-page
        when: ["web/**"]
        statistic: p75
        budget_ms: 2500
        tolerance: 5%
        min_samples: 8
        sources: [{format: lighthouse, path: "perf/lhr-*.json"}]
        phases:
          - {name: timeToFirstByte, budget_ms: 1000, hop: serve}
          - {name: resourceLoadDelay, budget_ms: 500, hop: render}
          - {name: resourceLoadDuration, budget_ms: 1000, hop: render}
          - {name: elementRenderDelay, budget_ms: 600, hop: render}
POLICY
printf 'a page\n' | put web/page.html
reports 100 200 440 180 550
commit c1
git checkout -q -b topic
