# SPDX-License-Identifier: Apache-2.0
# One commit that is called two versions, one version at two commits: also in a workflow that the change leaves alone.
workflow() {
	printf 'on: push\njobs:\n  a:\n    steps:\n      - uses: %s\n' "$2" | put ".github/workflows/$1.yml"
}

# change NAME: a branch of its own, out of main.
change() {
	git checkout -q -B "$1" main
}

repo
workflow a 'owner/one@1111111111111111111111111111111111111111 # v1.2.0'
workflow b 'owner/two@1111111111111111111111111111111111111111 # v3.0.0'
workflow c 'owner/two@1111111111111111111111111111111111111111 # v4.0.0'
commit base
change same-commit
workflow new 'owner/one@1111111111111111111111111111111111111111 # v2.0.0'
commit same-commit
change same-version
workflow new 'owner/one@2222222222222222222222222222222222222222 # v1.2.0'
commit same-version
# Honest: a shorter version of the same; a moving one at two commits; another folder; the old quarrel of b and c is not its.
change honest
workflow new 'owner/one@1111111111111111111111111111111111111111 # v1'
workflow newer 'owner/three@1111111111111111111111111111111111111111 # v1'
workflow newest 'owner/three@2222222222222222222222222222222222222222 # v1'
commit honest
# The commit is exchanged and its comment stays; and both move on together.
change exchanged
workflow a 'owner/one@3333333333333333333333333333333333333333 # v1.2.0'
commit exchanged
change upgraded
workflow a 'owner/one@3333333333333333333333333333333333333333 # v1.3.0'
commit upgraded
