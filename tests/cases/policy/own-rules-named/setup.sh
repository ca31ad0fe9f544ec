# SPDX-License-Identifier: Apache-2.0
# A policy may name the rules of its own rules file: in severities, and in waivers.
repo
mkdir security
cat >security/rules.yml <<'END'
rules:
  - id: secrets/till-code
    severity: error
    confidence: high
    why: Opens the shop's till.
    remedy: Change it at the counter.
    pattern: 'till_[a-z0-9]{12}'
    keywords: [till_]
    hit: ["t = till_{{alnum_lower:12}}", "till_{{alnum_lower:12}}"]
    miss: ["till_", "till_SHORT"]
  - id: secrets/shop-code
    severity: error
    why: Opens the shop.
    remedy: Change it at the door.
    pattern: 'shop_[a-z0-9]{12}'
    keywords: [shop_]
    hit: ["t = shop_{{alnum_lower:12}}", "shop_{{alnum_lower:12}}"]
    miss: ["shop_", "shop_SHORT"]
END
policy <<'END'
version: 1
block: error
rules: {secrets/till-code: warning}
checks:
  secrets: {rules: [builtin, "security/rules.yml"]}
END
commit c1
git checkout -q -b topic
printf 'code = till_%s\n' "$(random abcdefghjkmnpqrstuvwxyz23456789 12 3)" | put till.txt
commit c2
