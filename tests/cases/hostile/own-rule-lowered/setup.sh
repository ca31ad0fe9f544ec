# SPDX-License-Identifier: Apache-2.0
# The change lowers the severity of a team's rule and lets it find the same token on an earlier line: the base's
# severity counts all the same.
repo
rule() {
	cat <<END
rules:
  - id: secrets/shop-token
    title: shop token
    severity: $1
    confidence: high
    why: It opens the shop.
    remedy: Revoke it.
    pattern: '$2(shop_[a-z0-9]{12})'
    keywords: [shop_]
    hit: ['$2shop_{{alnum_lower:12}}', ' $2shop_{{alnum_lower:12}}']
    miss: [shop_, shop_SHORT]
END
}
policy <<'END'
version: 1
checks: {secrets: {rules: [builtin, rules.yml]}}
END
rule error key= | put rules.yml
commit c1
git checkout -q -b topic
rule note '' | put rules.yml
printf 'see shop_%s\nkey=shop_%s\n' abcdefghi234 abcdefghi234 | put settings.env
commit c2
