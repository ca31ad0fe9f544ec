# SPDX-License-Identifier: Apache-2.0
plain baseline import .gitleaksignore --reason 'looked at before' --owner @security
plain baseline import .gitleaksignore .secrets.baseline --reason 'looked at: before' --owner @security --expires 2999-01-31
sed 's/fingerprint: [0-9a-f]*/fingerprint: …/' .seamgate.yml
commit c2
judge scan
plain baseline write --reason 'is: there' --owner @security --expires 2999-01-31
sed 's/fingerprint: [0-9a-f]*/fingerprint: …/' .seamgate.yml
commit c3
judge scan
echo '# a change cannot waive its own key'
git checkout -q -b topic
printf 'key = %s\n' "$(secret aws 3)" | put four.env
commit c4
print=$(seamgate run --base main --report json=- -q | python3 -c 'import json, sys; print([f["fingerprint"] for f in json.load(sys.stdin)["findings"] if f["path"] == "four.env"][0][:12])')
plain waive 000000 --reason r --owner o --expires 2999-01-31
plain waive "$print" --reason r --owner o --expires 2999-02-31
plain waive "$print" --reason r --owner o --expires 2020-01-31
seamgate waive "$print" --reason r --owner o --expires 2999-01-31 | sed "s/$print/…/"
commit c5
judge run --base main
