#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The HTML report in a real Chromium: it looks as it should in both colour schemes and at 360 px, axe-core has nothing to say, and what a
# change contains makes no element, no link and no request, and runs nothing.
#   sh tests/e2e/html_report.sh SEAMGATE [FOLDER]      FOLDER gets pictures of the pages
# Needs node, npm, chromium. Where the registry of npm packages is not reached all but axe-core's part is tested, and the exit is 77.
set -u
gate=$(realpath "$1") shots=${2:+$(realpath "$2")}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/html
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# --- the reports ---
mkdir "$work/repository" "$work/tools" && cd "$work/repository" || exit 1
sh "$here/repository.sh" || exit 1
for head in full lost clean hostile harmless; do
	"$gate" run --base main --head $head --jobs 1 -q --report html="$work/$head.html" >/dev/null 2>"$work/said"
	echo "$head $?" >>"$work/exits"
done
"$gate" run --base main --head full --jobs 2 -q --report html="$work/again.html" >/dev/null 2>&1
# Two spoilt pages, which the browser and axe-core must find fault with: else nothing below means anything.
sed 's,</main>,<script>document.title = "run"</script><img src="https://images.example.org/x.png"/></main>,' "$work/clean.html" >"$work/injected.html"
sed 's, lang="en",,; s,<title>.*</title>,,; s,scope="row",,; s,<nav aria-label="Contents">,<nav role="img">,' "$work/clean.html" >"$work/spoilt.html"

# --- the tools: tests/run.sh keeps where the caller's registries are ---
axe=null
(
	# shellcheck source=/dev/null
	[ ! -r "${SCRATCH:-/nowhere}/registries" ] || . "$SCRATCH/registries"
	cd "$work/tools" && echo '{"private": true}' >package.json &&
		timeout 60 npm install --no-audit --no-fund --ignore-scripts axe-core@4.10.3
) >"$work/npm.log" 2>&1 && axe="\"$work/tools/node_modules/axe-core/axe.min.js\""

# --- what the browser sees ---
pictures=null
[ -z "$shots" ] || pictures="\"$shots\""
cat >"$work/spec.json" <<SPEC
{"chromium": "$(command -v chromium)", "axe": $axe, "shots": $pictures, "pages": {
  "full": {"file": "$work/full.html", "looks": ["360 light", "360 dark", "1280 light", "1280 dark", "360 light open"]},
  "lost": {"file": "$work/lost.html", "looks": ["360 dark"]},
  "clean": {"file": "$work/clean.html", "looks": ["1280 light"]},
  "hostile": {"file": "$work/hostile.html", "looks": ["360 light open"]},
  "harmless": {"file": "$work/harmless.html", "looks": []},
  "injected": {"file": "$work/injected.html", "looks": []},
  "spoilt": {"file": "$work/spoilt.html", "looks": ["360 light"]}}}
SPEC
timeout 600 node "$here/browser.mjs" "$work/spec.json" >"$work/seen.json" || exit 1
python3 "$here/expect.py" "$work" || exit 1
[ "$axe" != null ] || {
	echo "the registry of npm packages is not reached: $(tail -n 1 "$work/npm.log")"
	exit 77
}
