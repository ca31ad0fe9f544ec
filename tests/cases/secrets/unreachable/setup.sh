# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# What no ref reaches: left behind by an amended commit, a rebase, a stash that was dropped, a tag that was deleted, `git add` and
# plumbing; in packs, loose, and in an alternate's database. A note is reached by its ref.
repo other
printf 'other %s\n' "$(secret aws 1)" | blob >/dev/null
label in-alternate "$(printf 'other %s\n' "$(secret aws 1)" | git hash-object --stdin)"

repo
printf 'shop\n' | put README
commit c1
key deep/old.env 2
commit amended "made with $(secret aws 3)"
label old.env HEAD:deep/old.env
git rm -q deep/old.env
printf 'left out\n' | put README
tick
git commit -q -a --amend -m c2
label c2
printf 'kept %s\n' "$(secret gitlab 1)" | git notes add -F -
key staged.env 4
git add staged.env
label staged "$(git hash-object staged.env)"
git rm -q --cached staged.env
rm staged.env
git tag -a -m "tagged $(secret stripe 1)" gone
label tag gone
git tag -d gone >/dev/null
printf '100644 blob %s\tkey-%s.txt\n' "$(git rev-parse HEAD:README)" "$(secret aws 5)" | git mktree >"$WORK/tree"
label tree "$(cat "$WORK/tree")"
printf '%s/other/.git/objects\n' "$WORK" >.git/objects/info/alternates
