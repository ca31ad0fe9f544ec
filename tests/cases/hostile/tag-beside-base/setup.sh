# SPDX-License-Identifier: Apache-2.0
# A tag and a branch of one name that name the same commit: nothing to choose.
start
key settings.env
commit c2
git tag main refs/heads/main
