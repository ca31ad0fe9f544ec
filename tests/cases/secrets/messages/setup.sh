# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Keys in messages and names of authors alone, of every kind of rule, plain and encoded, among messages without any: what a commit that is read
# for its parents shows is not read again only where nothing is found in it.
put policy.yml <<'EOF'
version: 1
checks:
  secrets: {rules: [builtin, rules.yml]}
EOF
put rules.yml <<'EOF'
rules:
  - {id: secrets/acme-account, severity: note, why: is no secret by itself, remedy: nothing, pattern: '\bacct_[0-9]{6}\b', keywords: [acct_], report: false,
     hit: ["acct_{{digits:6}}", "a acct_{{digits:6}} b"], miss: ["acct_12", "acme"]}
  - {id: secrets/acme-token, severity: error, why: opens it, remedy: revoke it, pattern: '\btoken=([a-z0-9]{16})\b', keywords: [token=],
     require: [{rule: secrets/acme-account, within_lines: 3}], hit: ["acct_{{digits:6}}\ntoken={{alnum_lower:16}}", "token={{alnum_lower:16}}\nacct_{{digits:6}}"],
     miss: ["token={{alnum_lower:16}}", "acct_{{digits:6}}"]}
  - {id: secrets/bare, severity: error, why: opens it, remedy: revoke it, pattern: '\b[A-F]{6}[0-9]{14}\b', hit: ["ABCDEF{{digits:14}}", "a FEDCBA{{digits:14}} b"],
     miss: ["ABCDEF12", "ABCDEG{{digits:14}}"]}
  - {id: secrets/far, severity: error, why: opens it, remedy: revoke it, pattern: '(?s)BEGIN-[a-z]{8}\n.*?END-[a-z]{8}\n', keywords: [BEGIN-],
     hit: ["BEGIN-aaaaaaaa\nEND-aaaaaaaa\n", "BEGIN-aaaaaaaa\n\n\nEND-aaaaaaaa\n"], miss: ["BEGIN-aaaaaaaa", "END-aaaaaaaa"]}
EOF

repo
printf 'shop\n' | put README
commit c1 'begin'
commit plain "in $(secret aws 1)"
commit encoded "in $(printf 'the key is %s and more' "$(secret aws 2)" | base64 -w 0)"
commit hex "in $(printf 'the key is %s and more' "$(secret aws 3)" | od -An -v -tx1 | tr -d ' \n')"
joined=$(secret aws 4)
commit joined "k = \"${joined%??????????}\" + \"${joined#??????????}\""
commit c2 'words alone'
GIT_AUTHOR_NAME="A $(secret gitlab 1)" commit author 'by whom'
bare=$(random 0123456789 14 1)
far=$(random abcdefgh 16 2)
token=$(random abcdefghijklmnopqrstuvwxyz0123456789 16 3)
if [ "$TWIN" = 1 ]; then
	bare=no far=aaaaaaaa token=no
fi
commit bare "made ABCDEF$bare"
commit far "$(printf 'BEGIN-%.8s\nmany\nmore\nlines\nEND-%s\nend' "$far" "${far#????????}")"
commit composite "$(printf 'acct_123456\n\ntoken=%s' "$token")"
commit alone "token=$token"

# Reached by several ways: two branches that are merged and go on, a tag.
git checkout -q -b side
commit side "aside $(secret stripe 1)"
git tag again
commit c3 'on'
git checkout -q main
commit c4 'along'
merge side
commit join "join $(secret stripe 2)"
git checkout -q side
merge main
commit c5 'back'
git branch twice

# Around 64 KiB, and far above: a key is at the end.
for size in 65000 65535 200000; do
	commit "long-$size" "$(head -c $size /dev/zero | tr '\0' m) $(secret aws $size)"
	commit "bare-$size" "$(head -c $size /dev/zero | tr '\0' m)"
done
git checkout -q main

# Reached by no ref.
commit stray "lost $(secret aws 5)"
git reset -q --hard HEAD^
