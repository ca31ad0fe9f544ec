# SPDX-License-Identifier: Apache-2.0
# Somebody else has pushed to the branch: the remote's commit is not here.
start
clean one.txt
commit c2
remote
git push -q --no-verify origin topic
git clone -q "$WORK/remote.git" "$WORK/other"
(
	cd "$WORK/other"
	git checkout -q topic
	printf 'theirs\n' >theirs.txt
	git add theirs.txt
	git commit -q -m theirs
	git push -q origin topic
)
