# SPDX-License-Identifier: Apache-2.0
# Whatever an error quotes, a key in it is masked: policies, rules files, flags, revisions, checks, verbs.
start
printf 'words\n' | put words.txt
commit c2
key=$(secret aws)
mkdir "$WORK/policies"
w() { put "$WORK/policies/$1.yml"; }
waiver='rule: secrets/jwt, reason: r, owner: o, expires: 2099-01-01'
printf 'version: 1\n%s: 1\n' "$key" | w unknown-key
printf 'version: 1\nchecks:\n  secrets: {enabled: %s}\n' "$key" | w wrong-value
printf 'version: 1\nrules: {secrets/%s: off}\n' "$key" | w unknown-rule
printf 'version: 1\n%s: 1\n%s: 2\n' "$key" "$key" | w duplicate-key
printf 'version: %s\n' "$key" | w version
printf 'version: 1\nwaivers:\n  - {%s, fingerprint: "%s"}\n' "$waiver" "$key" | w waiver
printf 'version: 1\npaths: {ignore: ["{%s"]}\n' "$key" | w pattern
printf 'version: 1\nchecks: {secrets: {rules: ["%s.yml"]}}\n' "$key" | w rules-file
# Cut after 200 bytes, half of the key would be left, which no rule knows.
printf 'version: 1\n"%0190d %s": 1\n' 0 "$key" | w cut
printf 'version: 1\n"%0700d %s %0100d": 1\n' 0 "$key" 0 | w long
printf 'rules:\n  - {id: secrets/x, %s: 1}\n' "$key" | put "$WORK/rules-key.yml"
printf 'rules:\n  - {id: secrets/x, severity: error, why: w, remedy: r, keywords: [abc], hit: [a, b], miss: [a, b], pattern: "(%s"}\n' "$key" | put "$WORK/rules-pattern.yml"

# A rule whose examples fail, and are keys.
{
	cat <<'END'
rules:
  - id: secrets/shop-token
    severity: error
    why: It opens the till.
    remedy: Change it.
    pattern: 'AKIA[0-9A-Z]{16}'
    keywords: [akia]
END
	printf '    hit: ["shop_one", "%s"]\n    miss: ["%s", "x"]\n' "$key" "$key"
} >"$WORK/rules-examples.yml"
