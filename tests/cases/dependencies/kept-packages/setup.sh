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
npm_package left 1.0.0 ', "_resolved": "https://registry.example.org/left/-/left-1.0.0.tgz", "bundleDependencies": false'
commit notes
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
