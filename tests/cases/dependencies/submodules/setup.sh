# SPDX-License-Identifier: Apache-2.0
# Commit entries and the addresses they are fetched from.

# change NAME: a branch of its own, out of main.
change() {
	git checkout -q -B "$1" main
}

module() {
	entry 160000 "$1" "$2"
	git commit -q --amend --no-edit
	label "$3"
}
listing() {
	printf '[submodule "lib"]\n\tpath = lib\n\turl = %s\n' "$1" | put .gitmodules
}
# stage PATHS, then the commit without touching the commit entry.
keep() {
	git add .gitmodules
	commit_index "$1"
}
repo
listing https://github.com/o/lib.git
keep base
module 1111111111111111111111111111111111111111 lib base
change moved
listing https://github.com/evil/lib.git
keep moved
module 2222222222222222222222222222222222222222 lib moved
change unlisted
keep unlisted
module 2222222222222222222222222222222222222222 other unlisted
change dropped
printf '# nothing\n' | put .gitmodules
keep dropped
change host
listing https://evil.example.org/o/lib.git
keep host
change program
listing 'ext::sh -c id'
keep program
change broken
printf '[submodule "lib\n' | put .gitmodules
keep broken
# Honest: the commit alone; another way to the same repository; the address alone; removal; a new one beside.
change upgrade
keep upgrade
module 2222222222222222222222222222222222222222 lib upgrade
change ssh
listing git@github.com:o/lib
keep ssh
module 2222222222222222222222222222222222222222 lib ssh
change address
listing https://github.com/new-owner/lib.git
keep address
change removal
git rm -q --cached lib
printf '# nothing\n' | put .gitmodules
keep removal
change relative
listing https://github.com/o/lib.git
printf '[submodule "two"]\n\tpath = "two"\n\turl = ../two.git ; beside\n' >>.gitmodules
keep relative
module 2222222222222222222222222222222222222222 two relative
git checkout -q -f main
