#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# SARIF held against Microsoft's own validator, with its rules for SARIF and for GitHub's code scanning: findings in odd paths, in messages, in
# lock files; nothing found; something that could not be looked at; what shards were merged to. And that it finds fault with a spoilt one.
#   sh tests/e2e/sarif_validator.sh SEAMGATE
# Where the registry of npm packages is not reached it is skipped: exit 77.
set -u
gate=$(realpath "$1")
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# --- the tool: tests/run.sh keeps where the caller's registries are ---
mkdir "$work/tools"
(
	# shellcheck source=/dev/null
	[ ! -r "${SCRATCH:-/nowhere}/registries" ] || . "$SCRATCH/registries"
	cd "$work/tools" && echo '{"private": true}' >package.json &&
		timeout 120 npm install --no-audit --no-fund --ignore-scripts @microsoft/sarif-multitool-linux@5.7.0
) >"$work/npm.log" 2>&1 || {
	echo "the registry of npm packages is not reached: $(tail -n 1 "$work/npm.log")"
	exit 77
}
tool=$work/tools/node_modules/@microsoft/sarif-multitool-linux
case $(uname -m) in
aarch64) tool=$tool/arm64/Sarif.Multitool ;;
*) tool=$tool/Sarif.Multitool ;;
esac
chmod u+x "$tool"

# --- the reports ---
mkdir "$work/repository" && cd "$work/repository" || exit 1
git init -q -b main && git config user.name Ada && git config user.email ada@example.org
echo shop >README && git add -A && git commit -qm start && git checkout -q -b clean
echo more >>README && git commit -qam more && git checkout -q -b found
# In two halves, so that no key stands here.
half=AKIA
mkdir 'a folder' 'ünder'
for name in 'a folder/f#1%.conf' 'ünder/x?.env' '[b]&c.txt' "it's.ini"; do
	printf 'one\n\tkey = %s5QW7XZ2LMN4KTRYF\n' $half >"$name"
done
echo '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"x": "1"}}, "node_modules/x": {"version": "1.0.0", "resolved": "http://mirror.example.org/x.tgz"}}}' >package-lock.json
git add -A && git commit -qm "with ${half}5QW7XZ2LMN4KTRYA"
git checkout -q -b lost && echo '{"lockfileVersion": 3, "packages": {' >package-lock.json && git commit -qam lost
for head in clean found lost; do
	"$gate" run --base main --head $head -q --report sarif="$work/$head.sarif" >/dev/null 2>&1
done
for shard in 1 2 3; do
	"$gate" run --base main --head found -q --shard $shard/3 --report json="$work/shard-$shard.json" >/dev/null 2>&1
done
"$gate" merge "$work"/shard-*.json -q --report sarif="$work/merged.sarif" >/dev/null 2>&1
sed 's/"startLine": [0-9]*/"startLine": -1/; s/"uri": "/"uri": "\/ /' "$work/found.sarif" >"$work/spoilt.sarif"

# --- what it says ---
cd "$work" || exit 1
for report in clean found lost merged spoilt; do
	DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 HOME=$work timeout 600 "$tool" validate $report.sarif --rule-kind "Sarif;Ghas" \
		--output $report.said --log ForceOverwrite >$report.log 2>&1 || true
done
python3 - <<'PYTHON'
import json, sys
# It is nobody's product yet: there is no address to name.
allowed = {"SARIF2005"}
for report in ("clean", "found", "lost", "merged", "spoilt"):
    try:
        with open(report + ".said", encoding="utf-8-sig") as file:
            results = json.load(file)["runs"][0].get("results") or []
    except (OSError, ValueError) as error:
        sys.exit(f"FAIL: {report}: the validator did not run: {error}\n" + open(report + ".log", encoding="utf-8", errors="replace").read())
    said = sorted({result["ruleId"] for result in results} - allowed)
    if (said != []) != (report == "spoilt"):
        sys.exit(f"FAIL: {report}: {said}\n" + open(report + ".log", encoding="utf-8", errors="replace").read())
    with open(report + ".sarif", encoding="utf-8") as file:
        runs = json.load(file)["runs"]
    if len(runs) != 1 or (report in ("found", "merged") and len(runs[0]["results"]) < 6):
        sys.exit(f"FAIL: {report}: {len(runs)} runs, {len(runs[0]['results'])} results")
    print(f"ok: {report}: {said or 'nothing to say'}")
PYTHON
