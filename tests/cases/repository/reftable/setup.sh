# SPDX-License-Identifier: Apache-2.0
# A repository that says its refs are in the reftable format.
start
git config core.repositoryformatversion 1
git config extensions.refStorage reftable || true
rm -r .git/refs/heads
echo "this repository uses the reftable format" >.git/refs/heads
