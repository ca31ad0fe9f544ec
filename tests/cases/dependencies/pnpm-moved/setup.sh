# SPDX-License-Identifier: Apache-2.0
# pnpm's lock gives a package that stays another version of what it asks for, one that the lock has for others: alone, and to another major version beside an
# upgrade. Honest: a move within a major version beside an upgrade, two versions of one package under two names, an upgrade that brings what is new, an override that comes or goes, what the project newly asks for itself.
repo
hash() { printf '%s' "$1" | openssl dgst -sha512 -binary | base64 -w 0; }
lock() { # LEFT'S-VERSION RIGHT'S-MIDDLE BOTH'S-MIDDLE [OVERRIDE [THE-PROJECT'S-MIDDLE]]
	printf "lockfileVersion: '9.0'\n\n${4:+overrides:\n  $4\n\n}importers:\n\n  .:\n    dependencies:\n"
	for name in both left old right; do
		version=1.0.0
		[ $name != left ] || version=$1
		printf '      %s:\n        specifier: ^1.0.0\n        version: %s\n' $name $version
	done
	[ -z "${5-}" ] || printf '      middle:\n        specifier: ^%s\n        version: %s\n' "$5" "$5"
	printf '\npackages:\n'
	for key in both@1.0.0 "left@$1" middle@1.0.0 middle@1.1.0 middle@2.0.0 old@1.0.0 right@1.0.0; do
		printf '\n  %s:\n    resolution: {integrity: sha512-%s}\n' "$key" "$(hash "$key")"
	done
	printf '\nsnapshots:\n\n  both@1.0.0:\n    dependencies:\n      middle: %s\n      middle-old: middle@1.0.0\n' "$3"
	printf '\n  left@%s:\n    dependencies:\n      middle: 1.1.0\n\n  middle@1.0.0: {}\n\n  middle@1.1.0: {}\n\n  middle@2.0.0: {}\n' "$1"
	printf '\n  old@1.0.0:\n    dependencies:\n      middle: 1.0.0\n\n  right@1.0.0:\n    dependencies:\n      middle: %s\n' "$2"
}
echo '{"name": "shop", "dependencies": {"both": "^1.0.0", "left": "^1.0.0", "old": "^1.0.0", "right": "^1.0.0"}}' | put package.json
lock 1.0.0 1.1.0 2.0.0 | put pnpm-lock.yaml
commit start
change() { git checkout -q -b "$1" main && lock "$2" "$3" "$4" "${5-}" | put pnpm-lock.yaml && commit x; }
change alone 1.0.0 1.0.0 2.0.0
change up 1.0.0 2.0.0 2.0.0
change beside 1.1.0 2.0.0 2.0.0
change within 1.1.0 1.0.0 2.0.0
change upgrade 1.1.0 1.1.0 2.0.0
change forced 1.0.0 2.0.0 2.0.0 'middle: 2.0.0'
git checkout -q -b freed forced && lock 1.0.0 1.1.0 2.0.0 | put pnpm-lock.yaml && commit x
git checkout -q -b forced-still forced && lock 1.0.0 1.1.0 2.0.0 'middle: 2.0.0' | put pnpm-lock.yaml && commit x
manifest() { echo '{"name": "shop", "dependencies": {"both": "^1.0.0", "left": "^1.0.0", "middle": "^2.0.0", "old": "^1.0.0", "right": "^1.0.0"}}' | put package.json; }
git checkout -q -b wanted main && manifest && lock 1.0.0 2.0.0 2.0.0 '' 2.0.0 | put pnpm-lock.yaml && commit x
git checkout -q -b wanted-before main && manifest && lock 1.0.0 1.1.0 2.0.0 '' 2.0.0 | put pnpm-lock.yaml && commit x
git checkout -q -b wanted-still wanted-before && lock 1.0.0 2.0.0 2.0.0 '' 2.0.0 | put pnpm-lock.yaml && commit x
