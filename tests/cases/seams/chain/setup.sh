# SPDX-License-Identifier: Apache-2.0
# A chain of hops in one change: an enricher that loses a field, the model behind it that is given another distribution and loses accuracy, a query whose index is gone. The report names where it
# began and what lies behind.

# figures NULLS SHIFT ACCURACY PLAN
figures() {
	printf 'rows,nulls\n1000,%s\n' "$1" | put enrich/quality.csv
	awk -v shift="$2" 'BEGIN { x = 17; print "amount"; for (i = 0; i < 1000; i++) { x = (x * 16807) % 2147483647; printf "%.4f\n", 100 * x / 2147483647 + shift } }' | put infer/features.csv
	printf '{"accuracy":%s}\n' "$3" | put infer/accuracy.json
	put query/plan.json <"$CASES/plans/queries/real/$4.json"
	printf '{"id":1,"hop":"ingest","event_time":1795756700,"out_time":1795756700.2}\n' | put ingest/way.jsonl
}

repo
policy <<'END'
version: 1
pipeline: [ingest, enrich, infer, query, serve]
checks:
  secrets: {enabled: false}
  dependencies: {enabled: false}
  freshness: {sources: [{name: sensor, hop: ingest, format: jsonl, path: ingest/way.jsonl, max_age: 1s}]}
  metrics:
    series:
      - {name: nulls, hop: enrich, format: csv, path: enrich/quality.csv, select: nulls, per: rows, max: 0.05}
      - {name: accuracy, hop: infer, path: infer/accuracy.json, select: accuracy, better: higher, tolerance: 0.02}
  drift: {features: [{name: amount, hop: infer, current: infer/features.csv, test: psi, max: 0.1}]}
  plans: {queries: [{name: basket, hop: query, path: query/plan.json}]}
END
figures 1 0 0.95 join-indexed
commit c1
git checkout -q -b topic
figures 200 30 0.80 join-without-index
commit c2
