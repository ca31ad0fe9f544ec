# SPDX-License-Identifier: Apache-2.0
# A tag that points at a blob or a tree and not at a commit.
start
git tag blob "$(printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)" | blob)"
git tag tree "$(git rev-parse 'main^{tree}')"
remote
