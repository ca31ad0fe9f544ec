# SPDX-License-Identifier: Apache-2.0
judge run --base main --head ::error::x
judge run --base no-such-branch
judge run --base main --head 'HEAD^{tree}'
judge run --base main --head -x
judge scan --head no-such-branch
SEAMGATE_BASE=gone
export SEAMGATE_BASE
judge run
echo '# a branch without commits'
unset SEAMGATE_BASE
git checkout -q --orphan young
judge run --base main
judge scan
echo '# names that git fetch has otherwise, and what cannot be fetched'
git checkout -q topic
judge run --base origin/mein
judge run --base HEAD~99
judge run --base 0123456789012345678901234567890123456789
