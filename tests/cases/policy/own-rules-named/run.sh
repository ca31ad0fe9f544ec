# SPDX-License-Identifier: Apache-2.0
plain policy check
judge run --base main
plain explain secrets/till-code
echo '# waived at the base'
printf 'code = shop_%s\n' "$(random abcdefghjkmnpqrstuvwxyz23456789 12 4)" | put shop.txt
commit c3
judge run --base main
fingerprint=$(seamgate run --base main -q --report json | python3 -c '
import json, sys
print([f["fingerprint"] for f in json.load(sys.stdin)["findings"] if f["rule"] == "secrets/shop-code"][0])')
git checkout -q main
cat >>.seamgate.yml <<END
waivers:
  - {rule: secrets/shop-code, fingerprint: "$fingerprint", reason: the old shop, owner: "@shop", expires: 2999-01-01}
END
commit c4
git checkout -q topic
judge run --base main
echo '# a name that neither has'
sed -i 's/till-code: warning/til-code: warning/' .seamgate.yml
commit c5
judge run --base main
plain policy check
plain explain secrets/till-cod
