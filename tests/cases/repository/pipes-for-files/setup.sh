# SPDX-License-Identifier: Apache-2.0
# A pipe, a device or a circle of links stands where git has a file: nothing waits for it, nothing passes because it was not read.
start
put sub/words.txt <<'WORDS'
apple
WORDS
commit c2
git repack -q -a -d
git branch other
git pack-refs --all
git multi-pack-index write
git commit-graph write --reachable
git worktree add -q "$WORK/linked" other
put new.txt <<'WORDS'
pear
WORDS
