# SPDX-License-Identifier: Apache-2.0
# One commit under two names is judged once.
start
key one.env
commit c2
git branch other
git tag light
remote
