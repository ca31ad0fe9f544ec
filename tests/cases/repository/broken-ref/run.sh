# SPDX-License-Identifier: Apache-2.0
: >.git/refs/heads/emptied
judge scan --history
judge run --base main
rm .git/refs/heads/emptied
mkdir .git/refs/heads/deep
echo nonsense >.git/refs/heads/deep/er
judge scan --history --unreachable
rm -r .git/refs/heads/deep
# What is no ref, though it lies there, and a symbolic one to a branch that is not born yet.
: >.git/refs/heads/.DS_Store
: >.git/refs/heads/topic.lock
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main
judge scan --history
