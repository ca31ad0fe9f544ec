# SPDX-License-Identifier: Apache-2.0
for file in "$WORK"/policies/*.yml; do
	judge run --base main --policy "$file"
done
echo '# in the repository, found by run, scan and policy check'
cp "$WORK/policies/unknown-key.yml" .seamgate.yml
commit c3
judge run --base main
judge scan
plain policy check
