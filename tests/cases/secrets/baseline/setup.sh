# SPDX-License-Identifier: Apache-2.0
# What other scanners were told to pass over becomes waivers; the policy keeps its comments.
repo
policy <<'END'
# our policy
version: 1
salt: "case"   # of the fingerprints
checks:
  dependencies: {enabled: false}
END
printf 'x\nkey = %s\n' "$(secret aws)" | put one.env
printf 'key = %s\n' "$(secret aws 2)" | put two.env
printf 'key = %s\n' "$(secret stripe)" | put three.env
cat >.gitleaksignore <<'END'
# old ones
one.env:aws-access-token:2
gone.env:aws-access-token:7
no fingerprint
END
printf '{"version": "1.5.0", "results": {"two.env": [{"type": "AWS", "line_number": 1}]}}\n' >.secrets.baseline
commit c1
