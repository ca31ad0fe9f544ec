# SPDX-License-Identifier: Apache-2.0
# Nothing in pnpm's lock is new but who gets what: a package that is there for somebody else, or a folder, in the place of the one that is
# asked for. pnpm installs each of these with --frozen-lockfile. The last branches say so where people read it.
repo
digest() { printf '%s' "$1" | openssl dgst -sha512 -binary | base64 -w 0; }
lock() { # VERSION-OF-LEFT-IN-THE-PROJECT MIDDLE-OF-RIGHT TAIL
	printf "lockfileVersion: '9.0'\n\n%simporters:\n\n  .:\n    dependencies:\n      left:\n        specifier: %s\n        version: %s\n      right:\n        specifier: ^1.0.0\n        version: 1.0.0\n\n  packages/till:\n    dependencies:\n      other:\n        specifier: ^1.0.0\n        version: 1.0.0\n%s\npackages:\n" "${4-}" "${3:-^1.0.0}" "$1" "${5-}"
	for name in left middle other right; do
		printf '\n  %s@1.0.0:\n    resolution: {integrity: sha512-%s}\n' $name "$(digest $name)"
	done
	printf '\nsnapshots:\n\n  left@1.0.0: {}\n\n  middle@1.0.0: {}\n\n  other@1.0.0: {}\n\n  right@1.0.0:\n    dependencies:\n      middle: %s\n' "$2"
}
manifest() { # RANGE-OF-LEFT MORE
	printf '{"name": "shop", "dependencies": {"left": "%s", "right": "^1.0.0"}%s}\n' "$1" "${2-}" | put package.json
}
manifest '^1.0.0'
printf '{"name": "@shop/till", "dependencies": {"other": "^1.0.0"}}\n' | put packages/till/package.json
printf 'packages:\n  - packages/*\n' | put pnpm-workspace.yaml
lock 1.0.0 1.0.0 | put pnpm-lock.yaml
commit start
change() { # LABEL, the lock on standard input
	git checkout -q -b "$1" main
	put pnpm-lock.yaml
	commit "$1"
}
lock link:evil 1.0.0 | change project-folder
lock other@1.0.0 1.0.0 | change project-alias
lock 1.0.0 link:evil | change package-folder
lock 1.0.0 other@1.0.0 | change package-alias
lock link:packages/evil 1.0.0 '' '' "
  packages/evil: {}
" | change project-member-added
lock link:packages/till 1.0.0 | change project-member
git checkout -q -b manifest main
manifest 'npm:other@^1.0.0'
lock other@1.0.0 1.0.0 'npm:other@^1.0.0' | put pnpm-lock.yaml
commit manifest
git checkout -q -b override main
printf 'packages:\n  - packages/*\noverrides:\n  middle: npm:other@1.0.0\n' | put pnpm-workspace.yaml
lock 1.0.0 other@1.0.0 '' 'overrides:
  middle: npm:other@1.0.0

' | put pnpm-lock.yaml
commit override
git checkout -q -b raised main
lock 1.0.0 other@1.0.0 | sed 's/right@1.0.0:/right@1.1.0:/; /right:/,/version/s/version: 1.0.0/version: 1.1.0/' | sed "s|$(digest right)|$(digest more)|" | put pnpm-lock.yaml
commit raised
linked() { # FOLDER-OF-LEFT-IN-THE-PROJECT FOLDER-IN-RIGHT MEMBERS
	lock "link:$1" "link:$2" 'workspace:*' '' "$3" | sed -e "s,packages/till,$1," -e 's,middle: link,left: link,'
}
git checkout -q -b linked main
manifest 'workspace:*'
linked packages/till packages/till '' | put pnpm-lock.yaml
commit linked
git checkout -q -b moved linked
git mv packages apps
printf 'packages:\n  - apps/*\n' | put pnpm-workspace.yaml
linked apps/till apps/till '' | put pnpm-lock.yaml
commit moved
git checkout -q -b taken linked
linked packages/till packages/evil '
  packages/evil: {}
' | put pnpm-lock.yaml
commit taken
