# SPDX-License-Identifier: Apache-2.0
# A crate from a branch moves to another commit: a note. From a tag: an error.
repo
git_lock() { # NAME QUERY DIGIT
	printf '[[package]]\nname = "%s"\nversion = "1.0.0"\nsource = "git+https://github.com/example/%s?%s#%040d"\n\n' "$1" "$1" "$2" "$3"
}
both() {
	{
		git_lock branched branch=main "$1"
		git_lock tagged tag=v1 "$1"
		printf '[[package]]\nname = "shop"\nversion = "0.1.0"\ndependencies = ["branched", "tagged"]\n'
	} | put Cargo.lock
}
both 1
commit c1
git checkout -q -b topic
both 2
commit c2
