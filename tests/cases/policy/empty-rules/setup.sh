# SPDX-License-Identifier: Apache-2.0
# Empty lists of rules, in a policy and in a rules file: the message says where.
start
printf 'rules: []\n' | put rules.yml
policy <<'END'
version: 1
checks:
  secrets:
    rules: []
END
commit c2
