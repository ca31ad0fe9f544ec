# SPDX-License-Identifier: Apache-2.0
# A team's own rules on a small change, for which they are not compiled, in an archive of it, and on more than 8 MiB, for which they are. A text
# that PCRE2 alone gives up on is looked at with what Hyperscan makes of the rules: it has nothing there, and the change is clean without it.
repo
policy <<'EOF'
version: 1
checks:
  secrets: {rules: [builtin, rules.yml]}
EOF
put rules.yml <<'EOF'
rules:
  - id: secrets/acme-token
    severity: error
    why: opens the account
    remedy: revoke it
    pattern: '\bacme=([a-z0-9]{16})\b'
    keywords: [acme=]
    hit: ["acme={{alnum_lower:16}}", "a acme={{alnum_lower:16}}"]
    miss: ["acme=", "acme=A"]
  - id: secrets/acme-steps
    severity: error
    why: many steps
    remedy: revoke it
    pattern: 'steps=(?:[a-z]+)+9z'
    keywords: [steps=]
    hit: ["steps={{lower:5}}9z", "steps={{lower:9}}9z"]
    miss: ["steps=", "steps=9z"]
EOF
commit c1
token=$(random abcdefghijklmnopqrstuvwxyz0123456789 16 3)
echo "$token" >>"$WORK/.secrets"
git checkout -q -b steps
awk 'BEGIN { printf "steps="; for (i = 0; i < 64; i++) printf "a"; for (i = 0; i < 5000; i++) printf " "; print "9 9z" }' | put steps.txt
commit steps
git checkout -q -b small
printf 'a\nacme=%s\n' "$token" | put token.txt
commit small
git checkout -q -b archive main
printf 'a\nacme=%s\n' "$token" | put in.txt
tar --format=ustar --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=644 -cf in.tar in.txt
rm in.txt
git add in.tar
commit archive
git checkout -q -b heavy main
(awk 'BEGIN { for (i = 0; i < 300000; i++) print "words" }' && printf 'acme=%s\n' "$token") | gzip -n | put in.gz
commit heavy
git checkout -q -b large steps
awk 'BEGIN { for (i = 0; i < 1500000; i++) print "words" }' | put words.txt
printf 'a\nacme=%s\n' "$token" | put token.txt
commit large
