# SPDX-License-Identifier: Apache-2.0
judge run --base main --head script
judge run --base main --head around
judge run --base main --head event
judge run --base main --head edited
judge run --base main --head hooks
judge run --base main --head new-hooks
judge run --base main --head composer
judge run --base main --head another-file
judge run --base main --head evaluated
judge run --base main --head program
judge run --base main --head honest
echo '# the hash of the hooks is said whole'
seamgate run --base main --head hooks | grep -c "^warning.*: hooks, SHA-256 $(git show hooks:.pnpmfile.cjs | sha256sum | cut -c 1-64)$"
