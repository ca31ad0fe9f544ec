# SPDX-License-Identifier: Apache-2.0
# A rule of two parts: the token is a finding only near its account, which is a rule that is never reported by itself. The account
# may stand in lines that the change does not touch, and either may be encoded.
repo
put .seamgate.yml <<'EOF'
version: 1
checks:
  secrets: {rules: [rules.yml]}
EOF
put rules.yml <<'EOF'
rules:
  - id: secrets/acme-account
    severity: note
    why: is no secret by itself
    remedy: nothing
    pattern: '\bacct_[0-9]{6}\b'
    keywords: [acct_]
    report: false
    hit: ["acct_{{digits:6}}", "a acct_{{digits:6}} b"]
    miss: ["acct_12", "acme"]
  - id: secrets/acme-token
    severity: error
    why: opens the account
    remedy: revoke it
    pattern: '\btoken=([a-z0-9]{16})\b'
    keywords: [token=]
    require: [{rule: secrets/acme-account, within_lines: 3}]
    hit: ["acct_{{digits:6}}\ntoken={{alnum_lower:16}}", "token={{alnum_lower:16}}\n\nacct_{{digits:6}}"]
    miss: ["token={{alnum_lower:16}}", "acct_{{digits:6}}\n\n\n\n\ntoken={{alnum_lower:16}}"]
EOF
printf 'acct_123456\nregion=eu\n' | put near.env
printf 'acct_123456\n\n\n\n\nregion=eu\n' | put far.env
commit c1
git checkout -q -b topic
token=$(random abcdefghijklmnopqrstuvwxyz0123456789 16 3)
echo "$token" >>"$WORK/.secrets"
printf 'token=%s\n' "$token" >>near.env
printf 'token=%s\n' "$token" >>far.env
printf 'token=%s\n' "$token" | put alone.env
printf 'acct_123456 %s\n' "$(printf 'the token=%s is' "$token" | base64 -w 0)" | put encoded.env
sed 's/secrets.acme-account, within/secrets\/acme-acount, within/' rules.yml >../misspelt.yml
commit c2
