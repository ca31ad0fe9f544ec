# SPDX-License-Identifier: Apache-2.0
plain rules import auto theirs.toml -o rules.yml
plain rules test rules.yml
sed -n '1,12p' rules.yml
policy <<'END'
version: 1
checks:
  secrets: {rules: [rules.yml]}
END
commit c2
git checkout -q -b topic
mkdir docs vendor
token=$(random abcdefghjkmnpqrstuvwxyz23456789 8 3)
printf 'a = "shop_%sabcd"\n' "$token" | put one.txt
printf 'a = "shop_%stest"\n' "$token" | put docs/allowed.txt
printf 'a = "shop_%stest"\n' "$token" | put not-docs.txt
printf 'a = "shop_%sabcd"\n' "$token" | put vendor/allowed.txt
printf 'a = "shop_aaaaaaaaaaaa"\n' | put low-entropy.txt
echo x | put cash.till
commit c3
judge run --base main
plain rules import gitleaks missing.toml
plain rules import gitleak theirs.toml
plain rules import titus theirs.toml
