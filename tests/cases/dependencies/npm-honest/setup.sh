# SPDX-License-Identifier: Apache-2.0
# Honest work on npm locks: other layouts, other versions of the format, upgrades, overrides, workspaces.
good=sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
base=https://registry.example.org

# entry PLACE NAME VERSION [MORE]
entry() {
	printf '    "%s": {"version": "%s", "resolved": "%s/%s/-/%s-%s.tgz", "integrity": "%s"%s}' "$1" "$3" "$base" "$2" "${2##*/}" "$3" "$good" "${4-}"
}

# lock ROOT ENTRIES…
lock() {
	printf '{\n  "lockfileVersion": 3,\n  "packages": {\n    "": {%s}' "$1"
	shift
	for one; do printf ',\n%s' "$one"; done
	printf '\n  }\n}\n'
}

change() {
	git checkout -q -B "$1" "${2-main}"
}

repo
wants='"dependencies": {"pad": "^1.0.0", "left": "^2.0.0"}'
pad=$(entry node_modules/pad pad 1.3.0 ', "dependencies": {"left": "^2.0.0"}')
left=$(entry node_modules/left left 2.0.1)
printf '{%s}\n' "$wants" | put package.json
lock "$wants" "$left" "$pad" | put package-lock.json
commit base

change layout
python3 -c 'import json; print(json.dumps(json.load(open("package-lock.json"))))' >lock
mv lock package-lock.json
commit layout

change upgrade
lock "$wants" "$(entry node_modules/left left 2.1.0)" "$pad" | put package-lock.json
commit upgrade

change mirror-free
lock "$wants" "$left" "$pad" | sed 's/"resolved": "[^"]*", //' | put package-lock.json
commit mirror-free

change shrinkwrap
git mv package-lock.json npm-shrinkwrap.json
commit shrinkwrap

# A second copy, because the one above is another major version.
change nested
printf '{"dependencies": {"pad": "^1.0.0", "left": "^3.0.0"}}\n' | put package.json
lock '"dependencies": {"pad": "^1.0.0", "left": "^3.0.0"}' "$(entry node_modules/left left 3.0.0)" "$pad" \
	"$(entry node_modules/pad/node_modules/left left 2.0.1)" | put package-lock.json
commit nested

# An override puts a version of the project's own in its place.
change override
printf '{%s, "overrides": {"pad": {"left": "2.0.0"}}}\n' "$wants" | put package.json
lock "$wants" "$left" "$pad" "$(entry node_modules/pad/node_modules/left left 2.0.0)" | put package-lock.json
commit override

# A member of a workspace.
change workspace
printf '{%s, "workspaces": ["packages/*"]}\n' "$wants" | put package.json
printf '{"name": "@own/member", "version": "0.1.0", "dependencies": {"more": "^1.0.0"}}\n' | put packages/member/package.json
lock "$wants, \"workspaces\": [\"packages/*\"]" "$left" "$pad" "$(entry node_modules/more more 1.0.0)" \
	'    "node_modules/@own/member": {"resolved": "packages/member", "link": true}' \
	'    "packages/member": {"name": "@own/member", "version": "0.1.0", "dependencies": {"more": "^1.0.0"}}' | put package-lock.json
commit workspace

# An alias, a repository.
change alias
printf '{"dependencies": {"pad": "^1.0.0", "left": "^2.0.0", "old": "npm:left@^1.0.0", "tool": "github:o/tool#v1"}}\n' | put package.json
lock '"dependencies": {"pad": "^1.0.0", "left": "^2.0.0", "old": "npm:left@^1.0.0", "tool": "github:o/tool#v1"}' "$left" "$pad" \
	"$(entry node_modules/old left 1.0.0 ', "name": "left"')" | put package-lock.json
commit alias

# A lock without URLs: one that has a URL all of a sudden is no honest work.
change url-appears mirror-free
sed -i 's#"version": "2.0.1",#& "resolved": "https://evil.example.com/left/-/left-2.0.1.tgz",#' package-lock.json
commit url-appears
