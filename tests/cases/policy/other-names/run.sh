# SPDX-License-Identifier: Apache-2.0
echo '# the other usual ending'
printf 'version: 1\n' | put .seamgate.yaml
commit c2
judge run --base main
judge scan
echo '# a link at the base whose target reads as a policy'
git rm -q .seamgate.yaml
git checkout -q -b linked main
entry 120000 "$(printf 'version: 1\nchecks: {secrets: {enabled: false}}\n' | blob)" .seamgate.yml
commit_index c3
git checkout -q -f -b on-linked
git rm -q -f .seamgate.yml
key settings.env
commit c4
judge run --base linked
echo '# a broken policy at the base can be mended'
printf 'version: 1\n' | put "$WORK/outside.yml"
judge run --base linked --policy "$WORK/outside.yml"
echo '# hops that the pipeline does not have'
git checkout -q -f -b hops main
policy <<'END'
version: 1
pipeline: [ingest, render]
checks:
  latency:
    flows:
      - name: page
        sources: [{format: lighthouse, path: "perf/lhr.json"}]
        phases: [{name: timeToFirstByte, budget_ms: 10, hop: rendr}]
END
commit c5
judge run --base main
plain policy check
sed -i 's/rendr/render/' .seamgate.yml
plain policy check
