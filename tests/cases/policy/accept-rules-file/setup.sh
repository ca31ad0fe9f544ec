# SPDX-License-Identifier: Apache-2.0
# The policy stays as it is; the rules file that it names is loosened. The digest that is accepted covers it.
repo
mkdir security
cat >security/rules.yml <<'END'
rules:
  - id: secrets/shop-token
    severity: error
    confidence: high
    why: Opens the shop's till.
    remedy: Revoke it at the counter.
    pattern: 'shop_[a-z0-9]{12}'
    keywords: [shop_]
    hit: ["t = shop_{{alnum_lower:12}}", "shop_{{alnum_lower:12}}"]
    miss: ["shop_", "shop_SHORT"]
END
policy <<'END'
version: 1
checks:
  secrets: {rules: [builtin, "security/rules.yml"]}
END
commit c1
git checkout -q -b topic
sed -i 's/severity: error/severity: note/' security/rules.yml
printf 'token = shop_%s\n' "$(random abcdefghjkmnpqrstuvwxyz23456789 12 3)" | put till.txt
commit c2
