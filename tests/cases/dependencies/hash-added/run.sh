# SPDX-License-Identifier: Apache-2.0
judge run --base main --head one
judge run --base main --head two
judge run --base main --head exchanged
judge run --base main --head pipenv
judge run --base main --head honest
judge run --base main --head order
echo '# which hash is new is said whole'
seamgate run --base main --head one | grep -c "^warning.*: left 1.0 accepts 3 hashes, 2 before, and a file of sha256:$(hash c) may be installed$"
