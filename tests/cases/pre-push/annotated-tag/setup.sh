# SPDX-License-Identifier: Apache-2.0
# An annotated tag is a tag object: what it points at and its own message are judged.
start
key one.env
commit c2
tick
git tag -a -m 'release one' v1
git checkout -q -b two main
clean two.txt
commit c3
tick
git tag -a -m "release two, made with $(secret stripe)" v2
tick
git tag -a -m 'release three' v3
git tag light
tick
git tag -a -m 'a tag of a tag' v4 v3 2>/dev/null
remote
