# SPDX-License-Identifier: Apache-2.0
# Who pushes a tag "main" or "origin/main" must not choose the base.
start
key settings.env
commit c2
git update-ref refs/remotes/origin/main "$(oid refs/heads/main)"
git tag main
git tag origin/main
