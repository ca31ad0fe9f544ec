# SPDX-License-Identifier: Apache-2.0
# Inline marks, well and ill made, ours and others'. `main` has a policy that reads those of two scanners; the branch `trusting` one that
# lets marks count which the change itself adds.
repo
put .seamgate.yml <<'YAML'
version: 1
checks:
  secrets: {marks: [seamgate, gitleaks, detect-secrets]}
YAML
printf 'key: %s # seamgate:allow aws-access-key-id reason="an example"\n' "$(secret aws 1)" | put base.yml
commit c1
git checkout -q -b trusting
printf 'version: 1\nchecks:\n  secrets: {marks: [seamgate, gitleaks], added_marks: true}\n' | put .seamgate.yml
commit c2
printf 'key: %s # gitleaks:allow\n' "$(secret aws 2)" | put trusted.yml
commit c3
# The mark comes a commit later than the secret.
git checkout -q -b later
for file in 1 2 3 4; do printf 'key: %s\n' "$(secret aws 5$file)" | put later$file.yml; done
commit c6
for file in 1 2 3 4; do printf 'key: %s # gitleaks:allow\n' "$(secret aws 5$file)" | put later$file.yml; done
commit c7
git checkout -q -b loosening main
printf 'version: 1\nchecks:\n  secrets: {marks: [seamgate, gitleaks], added_marks: true}\n' | put .seamgate.yml
printf 'key: %s # gitleaks:allow\n' "$(secret aws 3)" | put loosened.yml
commit c4
git checkout -q -b topic main
number=10
line() { # what stands behind a new key
	number=$((number + 1))
	printf 'key: %s%s\n' "$(secret aws $number)" "$2" | put "$1.yml"
}
ours='seamgate:allow aws-access-key-id'
line whole ' # seamgate:allow secrets/aws-access-key-id reason="an example"'
line short " # $ours reason=\"an example\""
line until " # $ours reason=\"an example\" expires=2999-01-01"
line expired " # $ours expires=2020-01-01 reason=\"an example\""
line no-date " # $ours reason=\"an example\" expires=2027-02-30"
line no-reason " # $ours"
line blank-reason " # $ours reason=\" \""
line open-reason " # $ours reason=\"an example"
line no-rule ' # seamgate:allow reason="an example"'
line other-rule ' # seamgate:allow stripe-secret-key reason="an example"'
line two-marks " # $ours seamgate:allow secrets/aws-access-key-id reason=\"an example\""
line part-of-word " # not-$ours reason=\"an example\""
line gitleaks ' # gitleaks:allow'
line not-read ' # trufflehog:ignore'
line detect-secrets ' # pragma: allowlist secret'
line far "$(printf '%600s' '') # gitleaks:allow"
printf '# gitleaks:allow\nkey: %s\n# gitleaks:allow\n' "$(secret aws 40)" | put beside.yml
printf '# pragma: allowlist nextline secret\nkey: %s\nother: %s\n' "$(secret aws 41)" "$(secret aws 42)" | put next.yml
printf 'key: %s # gitleaks:allow\nagain: %s\n' "$(secret aws 43)" "$(secret aws 43)" | put twice.yml
printf '%s\n' "$(printf 'the key is %s # gitleaks:allow' "$(secret aws 44)" | base64 -w 0)" | put decoded.yml
# The secret changes, its mark stays.
printf 'key: %s # seamgate:allow aws-access-key-id reason="an example"\n' "$(secret aws 45)" | put base.yml
commit c5 "fifth $(secret aws 46) gitleaks:allow"
