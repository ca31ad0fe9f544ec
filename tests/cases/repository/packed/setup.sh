# SPDX-License-Identifier: Apache-2.0
# Objects in packs, delta against delta, with a commit graph, a multi-pack index and packed refs.
start
for n in 1 2 3 4 5; do
	seq "$n" 3000 | put numbers.txt
	commit "n$n"
	git repack -q -d
done
{ seq 6 3000 && printf 'AWS_ACCESS_KEY_ID=%s\n' "$(secret aws)"; } | put numbers.txt
commit c2
git repack -q -a -d -f --depth=50
{ seq 7 3000 && echo end; } | put numbers.txt
commit c3
git repack -q -d
git multi-pack-index write
git commit-graph write --reachable
git pack-refs --all
