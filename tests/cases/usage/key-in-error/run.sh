# SPDX-License-Identifier: Apache-2.0
for file in "$WORK"/policies/*.yml; do
	judge run --base main --policy "$file"
done
stars='s/'"$key"'/KEY/g'
{
	plain rules test "$WORK/rules-key.yml"
	plain rules test "$WORK/rules-pattern.yml"
	plain rules test "$WORK/rules-examples.yml"
	judge run --base main --head "$key"
	judge run --base "$key"
	judge run --base "main..$key"
	judge run --base main --check "$key"
	judge run --base main --report "$key"
	judge run --base main "$key"
	judge run --base main --jobs "$key"
	judge run "--$key"
	judge scan "$key"
	judge scan --head "$key"
	judge run --base main --policy "$key"
	plain explain "$key"
	plain "$key"
	plain policy "$key"
	plain doctor "$key"
	SEAMGATE_BASE=$key
	export SEAMGATE_BASE
	plain doctor
} | sed "$stars"
echo '# in a commit: the policy at the head'
cp "$WORK/policies/unknown-key.yml" .seamgate.yml
commit c3
unset SEAMGATE_BASE
judge run --base main
plain policy check
