# SPDX-License-Identifier: Apache-2.0
waiver() {
	policy <<END
version: 1
waivers:
  - {rule: secrets/aws-access-key-id, fingerprint: "$fingerprint", reason: "published example", owner: "@ada", expires: $1}
END
}
judge run --base main
fingerprint=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["findings"][0]["fingerprint"])' "$WORK/.out/json")
waiver 2099-01-31
commit c3
echo '# waived by the change itself'
judge run --base main
grep -o 'loosens the policy: adds waivers: .*' "$WORK/.out/stdout"
echo '# waived at the base'
git checkout -q main
waiver 2099-01-31
commit c4
judge run --base main --head topic~1
echo '# waived at the base, and expired'
waiver 2020-01-31
commit c5
judge run --base main --head topic~1
grep -o 'waiver: .*' "$WORK/.out/stdout"
echo '# waived at the base for another path'
waiver '2099-01-31, path: "docs/**"'
commit c6
judge run --base main --head topic~1
