# SPDX-License-Identifier: Apache-2.0
digest=$(sha256sum .seamgate.yml | cut -d' ' -f1)
wrong=$(printf wrong | sha256sum | cut -d' ' -f1)
judge run --base main
echo '# the right digest'
judge run --base main --accept-policy "$digest"
echo '# a wrong one, the beginning of the right one, none'
judge run --base main --accept-policy "$wrong"
judge run --base main --accept-policy "$(printf %.10s "$digest")"
judge run --base main --accept-policy ''
echo '# by the environment'
SEAMGATE_ACCEPT_POLICY=$digest
export SEAMGATE_ACCEPT_POLICY
judge run --base main
