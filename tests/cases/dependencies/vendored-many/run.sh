# SPDX-License-Identifier: Apache-2.0
# What is said must not hang on how many threads there are, nor on which crates are looked at together.
for jobs in 1 2 8; do
	CARGO_HOME=$WORK/cargo seamgate scan --check dependencies --jobs "$jobs" -q --report "json=$WORK/$jobs.json" >/dev/null 2>&1 && code=0 || code=$?
	printf '%s jobs: exit %s\n' "$jobs" "$code"
done
python3 "$CASE/show.py" "$WORK/1.json" "$WORK/2.json" "$WORK/8.json"
