#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The tamperings of tests/e2e/npm_tamper.js, each in a commit of its own on a real lock of npm, and what is said of them by seamgate, by
# lockfile-lint with every check on, by `npm ls` of the lock and by `npm ci --dry-run`, all without a network. Then the cost of a large lock:
# instructions of seamgate by callgrind, CPU time of all.
#   sh tests/bench/lock_peers.sh SEAMGATE [MEGABYTES]
# The tools and the lock come from the registry of npm packages; what is measured does not.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
gate=$(realpath "$1") size=${2-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tamper=$here/../e2e/npm_tamper.js

mkdir "$work/tools" "$work/repository"
(cd "$work/tools" && echo '{"private": true}' >package.json && npm install --no-audit --no-fund lockfile-lint@5.0.1 >/dev/null)
lint=$work/tools/node_modules/.bin/lockfile-lint
cd "$work/repository"
git init -q -b main && git config user.name Ada && git config user.email ada@example.org
echo '{"private": true, "dependencies": {"express": "^4.18.0"}}' >package.json
npm install --package-lock-only --no-audit --no-fund --omit-lockfile-registry-resolved=false >/dev/null
host=$(node -p 'new URL(Object.values(require("./package-lock.json").packages)[1].resolved).host')
git add -A && git commit -qm base

said() {
	"$@" >/dev/null 2>&1 && code=0 || code=$?
	case $code in
	0) printf passes ;;
	1) printf blocks ;;
	*) printf 'exit %s' "$code" ;;
	esac
}

lockfile_lint() {
	said "$lint" --path package-lock.json --type npm --validate-https --allowed-hosts "$host" --validate-package-names --validate-integrity
}

echo '| tampering | seamgate | lockfile-lint 5.0.1 | npm ls | npm ci --dry-run |'
echo '|---|---|---|---|---|'
node "$tamper" list | while read -r rule name; do
	node "$tamper" "$name" package-lock.json
	git commit -qam "$name"
	printf '| %s (%s) | %s | %s | %s | %s |\n' "$name" "$rule" "$(said "$gate" run --base HEAD~1 --check dependencies -q)" "$(lockfile_lint)" \
		"$(said npm ls --all --package-lock-only --offline)" "$(said timeout 60 npm ci --dry-run --offline --ignore-scripts --no-audit)"
	git reset -q --hard HEAD~1
done
printf '| nothing (a commit that only moves a line of README) | %s | %s | %s | %s |\n' "$(echo x >README && git add -A && git commit -qm x && said "$gate" run --base HEAD~1 --check dependencies -q)" \
	"$(lockfile_lint)" "$(said npm ls --all --package-lock-only --offline)" "$(said timeout 60 npm ci --dry-run --offline --ignore-scripts --no-audit)"

# million instructions
instructions() {
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null | awk '/Collected/ {printf "%.0f", $4 / 1e6}'
}

# CPU seconds, user and system: the least of five.
cpu() {
	for turn in 1 2 3 4 5; do
		/usr/bin/env time -f '%U %S' -o "$work/time.$turn" "$@" >/dev/null 2>&1 || true
		tail -n 1 "$work/time.$turn" | awk '{print $1 + $2}'
	done | sort -n | head -n 1
}

python3 "$here/large_lock.py" npm "$size" "$work/large" >/dev/null
cd "$work/large"
entries=$(grep -c '"resolved"' package-lock.json)
echo
echo "| $size MB, $entries entries | million instructions | for each MB | for each thousand entries | CPU seconds |"
echo '|---|---|---|---|---|'
# row WHAT COUNTED COMMAND…
row() {
	name=$1 counted=$2
	shift 2
	all=-
	[ "$counted" = 0 ] || all=$(instructions "$@")
	awk -v name="$name" -v all="$all" -v size="$size" -v entries="$entries" -v cpu="$(cpu "$@")" \
		'BEGIN {if (all == "-") printf "| %s | | | | %s |\n", name, cpu; else printf "| %s | %d | %.1f | %.1f | %s |\n", name, all, all / size, all / entries * 1000, cpu}'
}
row "seamgate run, 5 entries changed" 1 "$gate" run --base HEAD~1 --check dependencies -q
row "seamgate scan, with the inventory" 1 "$gate" scan --check dependencies -q
row "seamgate scan, CycloneDX" 1 "$gate" scan --check dependencies -q --report cyclonedx="$work/bill.json"
row "lockfile-lint 5.0.1" 0 "$lint" --path package-lock.json --type npm --validate-https --allowed-hosts registry.example.org --validate-package-names --validate-integrity
row "npm ls" 0 npm ls --all --package-lock-only --offline
