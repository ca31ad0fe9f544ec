# SPDX-License-Identifier: Apache-2.0
policy_alone=$(sha256sum .seamgate.yml | cut -d' ' -f1)
digest=$(sha256sum .seamgate.yml security/rules.yml | sha256sum | cut -d' ' -f1)
echo '# the base still has the rule as it was'
judge run --base main
echo "# the policy's own digest does not cover the rules file"
judge run --base main --accept-policy "$policy_alone"
echo '# the digest of both does'
judge run --base main --accept-policy "$digest"
echo '# it is what policy check and the report say'
seamgate policy check | grep -c "^sha256 $digest\$"
{ seamgate run --base main --report json 2>&1 || true; } | grep -c "SEAMGATE_ACCEPT_POLICY=$digest"
echo '# another rules file is not accepted'
sed -i 's/severity: note/severity: warning/' security/rules.yml
commit c3
judge run --base main --accept-policy "$digest"
echo '# the same for a policy outside of the repository'
mkdir "$WORK/outside"
cp -r .seamgate.yml security "$WORK/outside"
outside=$(cd "$WORK/outside" && sha256sum .seamgate.yml security/rules.yml | sha256sum | cut -d' ' -f1)
judge run --base main --policy "$WORK/outside/.seamgate.yml" --policy-sha256 "$outside"
sed -i 's/severity: warning/severity: note/' "$WORK/outside/security/rules.yml"
judge run --base main --policy "$WORK/outside/.seamgate.yml" --policy-sha256 "$outside"
