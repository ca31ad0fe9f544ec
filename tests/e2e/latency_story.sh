#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The whole story, with a real browser: a small site, real Lighthouse and web-vitals, six interleaved runs of base and head. One of
# the four phases of LCP is slower in head, and the gate must block and name that one; the same page must pass.
#   sh tests/e2e/latency_story.sh SEAMGATE [RUNS]
# Needs node, npm, chromium; exit 77 where the registry of npm packages is not reached.
set -u
gate=$1 runs=${2:-6}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/latency
work=$(mktemp -d) || exit 1
trap 'exec 9>&-; rm -rf "$work"' EXIT
failed=0

# --- the tools ---
cd "$work" || exit 1
npm view lighthouse@12.8.2 version >/dev/null 2>&1 || {
	echo "the registry of npm packages is not reached"
	exit 77
}
cp "$here/measure.mjs" "$here/server.js" .
echo '{"private": true}' >package.json
npm install --no-audit --no-fund --silent lighthouse@12.8.2 chrome-launcher@1.2.1 web-vitals@6.2.3 || exit 1
CHROME_PATH=$(command -v chromium) || exit 1
export CHROME_PATH

# --- the runs ---
mkdir beacons out
mkfifo stop
node server.js node_modules/web-vitals/dist/web-vitals.attribution.js beacons <stop >port &
exec 9>stop # the server ends when this is closed
server=$!
while [ ! -s port ] && kill -0 $server; do sleep 0.1; done
node measure.mjs "$(cat port)" "$runs" out || exit 1

# --- the repository ---
git init -q -b main repository && cd repository || exit 1
git config user.name Ada && git config user.email ada@example.org
cat >.seamgate.yml <<'POLICY'
version: 1
checks:
  secrets: {enabled: false}
  dependencies: {enabled: false}
  latency:
    flows:
      - name: shop
        when: ["web/**"]
        statistic: p75
        budget_ms: 2500
        tolerance: 8%
        min_samples: 6
        sources: [{format: lighthouse, path: "perf/lhr-*.json"}]
        phases:
          - {name: timeToFirstByte, budget_ms: 1000, hop: serve}
          - {name: resourceLoadDelay, budget_ms: 500, hop: render}
          - {name: resourceLoadDuration, budget_ms: 1000, hop: render}
          - {name: elementRenderDelay, budget_ms: 500, hop: render}
      - name: shop-beacons
        when: ["web/**"]
        statistic: p75
        tolerance: 8%
        min_samples: 6
        sources: [{format: web-vitals, path: "perf/beacons.jsonl"}]
        phases:
          - {name: timeToFirstByte, hop: serve}
          - {name: resourceLoadDelay, hop: render}
          - {name: resourceLoadDuration, hop: render}
          - {name: elementRenderDelay, hop: render}
POLICY

# measured VARIANT: its reports become the tree's.
measured() {
	mkdir -p web perf
	rm -f perf/*
	echo "$1" >web/page.html
	cp "$work/out/$1"/lhr-*.json perf/
	cp "$work/beacons/$1.jsonl" perf/beacons.jsonl
	git add -A && git commit -qm "$1"
}
measured base

# judge VARIANT EXIT OWNER: the owner of each finding that blocks, once; "" for none.
judge() {
	git checkout -q -B topic main
	measured "$1"
	"$gate" run --base main --head HEAD --check latency --report json="$work/result.json" >"$work/report" 2>&1
	code=$?
	owners=$(python3 -c '
import json, sys
findings = json.load(open(sys.argv[1]))["findings"]
print(" ".join(sorted({f["detail"].get("owner", "nobody") for f in findings if f["blocking"]})))' "$work/result.json")
	if [ "$code" = "$2" ] && [ "$owners" = "$3" ]; then
		echo "ok $1: exit $code ${owners:+by $owners}"
		return
	fi
	echo "FAILED $1: exit $code by \"$owners\", wanted exit $2 by \"$3\""
	cat "$work/report"
	failed=1
}

judge same 0 ""
judge ttfb 1 timeToFirstByte
judge delay 1 resourceLoadDelay
judge load 1 resourceLoadDuration
judge render 1 elementRenderDelay
exit $failed
