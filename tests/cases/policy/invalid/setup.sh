# SPDX-License-Identifier: Apache-2.0
# Each policy is refused, with file, line, column and the nearest valid word, before any check runs.
start
printf 'words\n' | put words.txt
commit c2
mkdir "$WORK/policies"
cd "$WORK/policies"
w() { cat >"$1.yml"; }
printf 'version: 1\nchecks:\n  secrets: {enabld: false}\n' | w unknown-key
printf 'version: 1\nblocks: error\n' | w unknown-key-at-top
printf 'version: 1\nchecks:\n  secretss: {}\n' | w unknown-check
printf 'version: 1\nblock: &b error\nrules: {secrets/aws-access-key-id: *b}\n' | w alias
printf 'version: 1\nblock: *b\n' | w alias-alone
printf 'version: 1\nblock: &b error\n' | w anchor
printf 'version: 1\nblock: error\nblock: note\n' | w duplicate-key
printf 'version: 1\nblock: !!str error\n' | w tag
printf 'version: 1\n---\nversion: 1\n' | w two-documents
printf 'version: 1\n<<: {block: note}\n' | w merge-key
printf 'version: 2\n' | w wrong-version
printf 'block: error\n' | w no-version
printf 'version: 1\nblock: eror\n' | w wrong-choice
printf 'version: 1\nlimits: {time: fast}\n' | w wrong-duration
printf 'version: 1\nlimits: {blob: 12Gigs}\n' | w wrong-size
printf 'version: 1\nchecks: [secrets]\n' | w list-for-map
printf 'version: 1\nchecks:\n  secrets: {enabled: maybe}\n' | w wrong-bool
printf 'version: 1\npaths: {ignore: ["a{b"]}\n' | w wrong-glob
printf 'version: 1\nrules: {secrets/no-such-rule: off}\n' | w unknown-rule
printf 'version: 1\nrules: {secrets/aws-access-key-idd: off}\n' | w misspelt-rule
printf 'version: 1\nwaivers:\n  - {rule: secrets/no-such-rule, fingerprint: "%064d", reason: r, owner: o, expires: 2099-01-01}\n' 1 | w unknown-rule-in-waiver
printf 'version: 1\nwaivers:\n  - {rule: secrets/aws-access-key-id, fingerprint: "%064d", owner: o, expires: 2099-01-01}\n' 1 | w waiver-without-reason
printf 'version: 1\nwaivers:\n  - {rule: secrets/aws-access-key-id, fingerprint: "%064d", reason: r, owner: o, expires: 2099-02-30}\n' 1 | w waiver-on-no-day
printf 'version: 1\nwaivers:\n  - {rule: secrets/aws-access-key-id, fingerprint: "12", reason: r, owner: o, expires: 2099-01-01}\n' | w waiver-without-fingerprint
printf 'version: 1\nblock: \303\050\n' | w not-utf8
printf 'version: 1\nblock: "err\033[31mor::error::x"\n' | w control-characters
{ printf 'version: 1\nblock: ' && yes '[' | head -n 200 | tr -d '\n'; } | w deep
{ printf 'version: 1\nblock: ' && yes '[' | head -n 100000 | tr -d '\n'; } | w very-deep
{ printf 'version: 1\n# ' && yes long | head -c 1100000; } | w long
printf 'version: [1\n' | w unclosed
printf '\t\n' | w tab
printf -- '- 1\n' | w list-at-top
printf 'version: 1\n? [a]\n: b\n' | w key-is-list
cd "$WORK/repo"
