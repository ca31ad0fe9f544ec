# SPDX-License-Identifier: Apache-2.0
# Packages that are committed as they were installed, and no list of their files: node_modules, Composer's vendor/, Pods, yarn's .pnp.cjs.
# The lock beside them names the same package as before, and its files are others. The last branches are what package managers do.
repo
digest() { printf '%s' "$1" | openssl dgst -sha512 -binary | base64 -w 0; }
npm_lock() { # VERSION-OF-LEFT
	printf '{"name": "shop", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {"name": "shop", "version": "1.0.0", "dependencies": {"left": "^1.0.0", "@own/right": "1.0.0"}},\n"node_modules/@own/right": {"version": "1.0.0", "resolved": "https://registry.example.org/@own/right/-/right-1.0.0.tgz", "integrity": "sha512-%s"},\n"node_modules/left": {"version": "%s", "resolved": "https://registry.example.org/left/-/left-%s.tgz", "integrity": "sha512-%s"}}}\n' "$(digest right)" "$1" "$1" "$(digest "$1")" | put package-lock.json
}
npm_package() { # NAME VERSION MORE
	printf '{"name": "%s", "version": "%s", "main": "index.js"%s}\n' "$1" "$2" "${3-}" | put "node_modules/$1/package.json"
	printf 'module.exports = "%s"\n' "$2" | put "node_modules/$1/index.js"
}
composer_lock() { # VERSION
	printf '{"content-hash": "%032d", "packages": [{"name": "acme/left", "version": "%s", "dist": {"type": "zip", "url": "https://registry.example.org/left.zip", "reference": "%s", "shasum": ""}}], "packages-dev": []}\n' 1 "$1" "$1" | put composer.lock
	printf '<?php // %s\n' "$1" | put vendor/acme/left/src/left.php
}
pods_lock() { # VERSION
	printf 'PODS:\n  - Left/Core (%s)\n\nDEPENDENCIES:\n  - Left/Core\n\nSPEC REPOS:\n  trunk:\n    - Left\n\nSPEC CHECKSUMS:\n  Left: %s\n\nPODFILE CHECKSUM: %040d\n\nCOCOAPODS: 1.15.2\n' "$1" "$(printf '%s' "$1" | sha1sum | cut -c 1-40)" 1 | put Podfile.lock
	printf '// %s\n' "$1" | put Pods/Left/Core/left.m
}
npm_lock 1.0.0
npm_package left 1.0.0
npm_package @own/right 1.0.0
composer_lock 1.0.0
pods_lock 1.0.0
echo '/* made by yarn */' | put web/.pnp.cjs
printf '__metadata:\n  version: 8\n  cacheKey: 10\n' | put web/yarn.lock
echo 'own' | put node_modules/own/index.js
echo 'own' | put vendor/own/tool/own.php
for file in a b; do
	echo 'own' | put node_modules/left/vendor/acme/left/$file.js
done
printf '{"name": "left", "version": "1.0.0"}\n' | put test/fixtures/node_modules/left/package.json
commit start
git checkout -q -b edited main
for file in node_modules/left/index.js node_modules/@own/right/index.js vendor/acme/left/src/left.php Pods/Left/Core/left.m web/.pnp.cjs; do
	echo '/* more */' >>"$file"
done
commit edited
git checkout -q -b added main
for file in node_modules/left/lib/more.js vendor/acme/left/more.php Pods/Left/more.m; do
	echo '/* more */' | put "$file"
done
commit added
git checkout -q -b script main
npm_package left 1.0.0 ', "scripts": {"postinstall": "node index.js"}'
commit script
# A second lock, of another package manager, that the change brings along; the last time with what it names.
git checkout -q -b beside main
git rm -q package-lock.json
printf '# yarn lockfile v1\n\n\nleft@^1.0.0:\n  version "1.0.0"\n  resolved "https://registry.example.org/left/-/left-1.0.0.tgz"\n  integrity sha512-%s\n' "$(digest 1.0.0)" | put yarn.lock
commit yarn
for version in 1.0.0 1.1.0; do
	git checkout -q -b beside-$version beside
	npm_lock $version
	echo '/* more */' >>node_modules/left/index.js
	commit beside
done
git checkout -q -b beside-whole
npm_package left 1.1.0
commit whole
# The lock names a second version in another folder, and the first is as it was.
git checkout -q -b second main
sed -i 's|^"node_modules/left"|"node_modules/@own/right/node_modules/left": {"version": "1.1.0", "resolved": "https://registry.example.org/left/-/left-1.1.0.tgz", "integrity": "sha512-'"$(digest 1.1.0)"'"},\n&|' package-lock.json
mkdir -p node_modules/@own/right/node_modules
cp -r node_modules/left node_modules/@own/right/node_modules/left
echo 'two' >node_modules/@own/right/node_modules/left/index.js
git add node_modules
commit second
git checkout -q -b second-edited
echo '/* more */' >>node_modules/left/index.js
commit edited
# The folder says the version that the lock has in another folder.
git checkout -q -b second-exchanged second
printf '{"name": "left", "version": "1.1.0"}\n' | put node_modules/left/package.json
commit exchanged
# What one package has in a folder of another layout is one finding.
git checkout -q -b nested main
for file in a b; do
	echo '/* more */' >>node_modules/left/vendor/acme/left/$file.js
done
commit nested
# The folder says another version, the lock does not.
git checkout -q -b version main
npm_package left 1.0.1
commit version
git checkout -q -b hidden main
echo '/* more */' >>node_modules/left/index.js
printf '{"lockfileVersion": 3, "packages": {"node_modules/left": {"version": "1.0.0"}}}\n' | put node_modules/.package-lock.json
commit hidden
git checkout -q -b updated main
npm_lock 1.1.0
npm_package left 1.1.0
composer_lock 1.1.0
pods_lock 1.1.0
commit updated
git checkout -q -b notes main
npm_package left 1.0.0 ', "_resolved": "https://registry.example.org/left/-/left-1.0.0.tgz", "bundleDependencies": false, "author": {"name": "Ada"}, "homepage": "https://left.example.org"'
commit notes
git checkout -q -b notes-and-exports main
npm_package left 1.0.0 ', "_resolved": "https://registry.example.org/left/-/left-1.0.0.tgz", "exports": "./other.js"'
commit notes-and-exports
git checkout -q -b author main
npm_package left 1.0.0 ', "author": {"name": "Ada"}'
commit author
git checkout -q -b pruned main
git rm -rq node_modules/left vendor/acme Pods
commit pruned
git checkout -q -b own main
for file in node_modules/own/index.js vendor/own/tool/own.php test/fixtures/node_modules/left/package.json; do
	echo >>"$file"
done
commit own
git checkout -q -b none main
git rm -rq node_modules vendor Pods
commit none
git checkout -q -b anew none
git checkout -q main -- node_modules vendor Pods
commit anew
# Two versions, and locks that do not say which is where. Whoever takes packages in turns has node_modules/left at 1.0.0, and at 2.0.0 below @own/right.
flat_lock() { # KIND VERSION...
	kind=$1
	shift
	case $kind in
	yarn)
		echo '# yarn lockfile v1'
		for version; do
			printf '\n\nleft@^%s:\n  version "%s"\n  resolved "https://registry.example.org/left/-/left-%s.tgz"\n  integrity sha512-%s\n' "$version" "$version" "$version" "$(digest "$version")"
		done
		;;
	pnpm)
		printf "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n"
		for version; do
			printf '      left%s:\n        specifier: npm:left@^%s.0.0\n        version: left@%s\n' "${version%%.*}" "${version%%.*}" "$version"
		done
		printf '\npackages:\n'
		for version; do
			printf '\n  left@%s:\n    resolution: {integrity: sha512-%s}\n' "$version" "$(digest "$version")"
		done
		printf '\nsnapshots:\n'
		for version; do
			printf '\n  left@%s: {}\n' "$version"
		done
		;;
	esac
}
left() { # FOLDER VERSION
	printf '{"name": "left", "version": "%s", "main": "index.js"}\n' "$2" | put "$1/package.json"
	printf 'module.exports = "%s"\n' "$2" | put "$1/index.js"
}
for kind in yarn pnpm; do
	case $kind in yarn) file=yarn.lock ;; pnpm) file=pnpm-lock.yaml ;; esac
	git checkout -q -b $kind main
	git rm -rq --cached . && git clean -qfdx
	if [ $kind = pnpm ]; then
		printf '{"name": "shop", "dependencies": {"left1": "npm:left@^1.0.0", "left2": "npm:left@^2.0.0"}}\n' | put package.json
	fi
	flat_lock $kind 1.0.0 2.0.0 | put $file
	left node_modules/left 1.0.0
	left node_modules/right/node_modules/left 2.0.0
	left node_modules/left3 1.0.0
	printf '{"name": "right", "version": "1.0.0"}\n' | put node_modules/right/package.json
	commit $kind
	# The other version goes or is another one, and this one is edited.
	git checkout -q -b $kind-gone $kind
	flat_lock $kind 1.0.0 | put $file
	echo '/* more */' >>node_modules/left/index.js
	commit gone
	git checkout -q -b $kind-raised $kind
	flat_lock $kind 1.0.0 2.1.0 | put $file
	left node_modules/right/node_modules/left 2.1.0
	commit raised
	git checkout -q -b $kind-raised-edited
	echo '/* more */' >>node_modules/left/index.js
	commit edited
	# The folder says the version that lies elsewhere: with what lies there, as where packages move, or with other files.
	git checkout -q -b $kind-moved $kind
	left node_modules/left 2.0.0
	left node_modules/right/node_modules/left 1.0.0
	commit moved
	git checkout -q -b $kind-moved-edited
	echo '/* more */' >>node_modules/left/index.js
	commit edited
	# Another folder of a version that was there, with what it had and with more.
	git checkout -q -b $kind-copied $kind
	left node_modules/other/node_modules/left 1.0.0
	commit copied
	git checkout -q -b $kind-copied-edited
	echo '/* more */' >>node_modules/other/node_modules/left/index.js
	commit edited
	# Under another name.
	git checkout -q -b $kind-alias $kind
	echo '/* more */' >>node_modules/left3/index.js
	commit alias
	git checkout -q -b $kind-renamed $kind
	printf '{"name": "own", "version": "1.0.0"}\n' | put node_modules/left3/package.json
	commit renamed
	# What no lock names, in a package that it does name.
	git checkout -q -b $kind-inside $kind
	printf '{"name": "dep", "version": "1.0.0"}\n' | put node_modules/left/node_modules/dep/package.json
	commit inside
	# A link in the place of the folder.
	git checkout -q -b $kind-linked $kind
	git rm -rq node_modules/left
	echo evil | put evil/index.js
	ln -s ../evil node_modules/left
	git add node_modules/left
	commit linked
done
# npm's lock says which version is where: in a workspace too, under another name, and where the other one is raised.
git checkout -q -b npm main
git rm -rq --cached . && git clean -qfdx
places() { # VERSION-OF-THE-OTHER
	printf '{"name": "shop", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {"name": "shop", "version": "1.0.0", "workspaces": ["web"], "dependencies": {"left": "^1.0.0", "alias": "npm:left@^1.0.0", "right": "1.0.0"}},\n"node_modules/web": {"resolved": "web", "link": true},\n"web": {"version": "1.0.0", "dependencies": {"left": "^3.0.0"}}' | put package-lock.json
	for at in node_modules/left:1.0.0 node_modules/alias:1.0.0 "node_modules/right/node_modules/left:$1" web/node_modules/left:3.0.0; do
		printf ',\n"%s": {"name": "left", "version": "%s", "resolved": "https://registry.example.org/left/-/left-%s.tgz", "integrity": "sha512-%s"}' "${at%:*}" "${at##*:}" "${at##*:}" "$(digest "${at##*:}")" >>package-lock.json
		left "${at%:*}" "${at##*:}"
	done
	printf ',\n"node_modules/right": {"version": "1.0.0", "resolved": "https://registry.example.org/right/-/right-1.0.0.tgz", "integrity": "sha512-%s", "dependencies": {"left": "^2.0.0"}}}}\n' "$(digest right)" >>package-lock.json
	git add package-lock.json
}
places 2.0.0
printf '{"name": "right", "version": "1.0.0"}\n' | put node_modules/right/package.json
commit npm
git checkout -q -b npm-raised npm
places 2.1.0
commit raised
git checkout -q -b npm-raised-edited
for at in node_modules/left node_modules/alias web/node_modules/left; do
	echo '/* more */' >>$at/index.js
done
commit edited
git checkout -q -b npm-inside npm
printf '{"name": "dep", "version": "1.0.0"}\n' | put node_modules/right/node_modules/dep/package.json
commit inside
git checkout -q -b npm-unnamed npm
sed -i '/^"node_modules\/alias"/d' package-lock.json
sed -i 's/"alias": "npm:left@^1.0.0", //' package-lock.json
echo '/* more */' >>node_modules/alias/index.js
commit unnamed
# Gems: the folder's name says the version, or the commit.
git checkout -q -b gems main
git rm -rq --cached . && git clean -qfdx
echo 1 | put vendor/bundle/ruby/3.1.0/gems/left-1.0.0/lib/left.rb
echo 1 | put vendor/bundle/ruby/3.1.0/specifications/left-1.0.0.gemspec
echo 1 | put vendor/bundle/ruby/3.1.0/bundler/gems/tool-0123456789ab/lib/tool.rb
echo 1 | put vendor/cache/tool-0123456789ab/lib/tool.rb
echo 1 | put vendor/cache/tool-0123456789ab/.bundlecache
commit gems
git checkout -q -b gems-edited gems
for file in $(git ls-files); do
	echo 2 >>"$file"
done
echo 2 | put vendor/bundle/ruby/3.1.0/gems/left-1.0.0/lib/more.rb
commit edited
git checkout -q -b gems-updated gems
git mv vendor/bundle/ruby/3.1.0/gems/left-1.0.0 vendor/bundle/ruby/3.1.0/gems/left-1.1.0
git mv vendor/bundle/ruby/3.1.0/specifications/left-1.0.0.gemspec vendor/bundle/ruby/3.1.0/specifications/left-1.1.0.gemspec
git mv vendor/cache/tool-0123456789ab vendor/cache/tool-0123456789ac
for file in $(git ls-files vendor); do
	echo 2 >>"$file"
done
git checkout -q -- vendor/bundle/ruby/3.1.0/bundler
commit updated
# pnpm's own links: to its store, where the lock has that version, and elsewhere.
git checkout -q -b store pnpm
git rm -rq node_modules
for version in 1.0.0 2.0.0; do
	left node_modules/.pnpm/left@$version/node_modules/left $version
done
ln -s .pnpm/left@1.0.0/node_modules/left node_modules/left
commit store
for to in .pnpm/left@2.0.0/node_modules/left .pnpm/left@3.0.0/node_modules/left .pnpm/left@2.0.0/node_modules/right ../evil; do
	git checkout -q -b "store-$(printf %s "$to" | tr -c 'a-z0-9\n' -)" store
	flat_lock pnpm 2.0.0 | put pnpm-lock.yaml
	printf '{"name": "shop", "dependencies": {"left2": "npm:left@^2.0.0"}}\n' | put package.json
	ln -sfn "$to" node_modules/left
	commit to
done
# What starts the packages' programs.
git checkout -q -b programs npm
mkdir -p node_modules/.bin
ln -s ../left/index.js node_modules/.bin/left
echo 'exec node left/index.js' | put node_modules/.bin/right
commit programs
git checkout -q -b programs-edited programs
ln -sfn ../../evil.sh node_modules/.bin/left
echo 'exec ./evil.sh' | put node_modules/.bin/right
echo 'exec ./evil.sh' | put node_modules/.bin/more
commit edited
git checkout -q -b programs-updated programs-edited
places 2.1.0
commit updated
