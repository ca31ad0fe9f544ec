# SPDX-License-Identifier: Apache-2.0
# One match takes minutes, and nothing asks for the time within it: what is ended then is named.
repo
printf 'A shop.\n' | put README
policy <<'END'
version: 1
limits: {time: 1500ms}
checks:
  secrets: {rules: [rules.yml]}
END
put rules.yml <<'END'
rules:
  - {id: secrets/team-slow, severity: error, why: w, remedy: r, keywords: [key_], pattern: 'key_[a-z_]+"?[a-z_]*=', hit: ['key_a=', 'key_bc='], miss: ['key_a', 'key=']}
END
commit c1
git checkout -q -b topic
awk 'BEGIN { for (i = 0; i < 32768; i++) printf "key_"; print " =" }' | put words.txt
commit c2
