# SPDX-License-Identifier: Apache-2.0
# What package managers leave behind on their own, and what stays an error beside it.
hash=sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
repo
deno() { # ENTRY...: beside a, which asks for b with its peer c
	printf '{"version": "4", "specifiers": {"npm:a@1": "1.0.0"}, "npm": {\n"a@1.0.0": {"integrity": "%s", "dependencies": ["b@1.%s.0_c@2.0.0"]}' $hash "$1"
	shift
	for n in "$@"; do printf ',\n"%s": {"integrity": "%s"}' "$n" $hash; done
	printf '}}\n'
}
yarn() { # HEADER VERSION
	printf '%s:\n  version "%s"\n  resolved "https://registry.example.org/d/-/d-%s.tgz"\n  integrity %s\n' "$1" "$2" "$2" $hash
}
old() { # ASK-OF-E LEFT NESTED: version 1, where nothing asks for `left`, which asks for f
	printf '{"lockfileVersion": 1, "requires": true, "dependencies": {\n'
	printf '"e": {"version": "1.0.0", "resolved": "https://registry.example.org/e/-/e-1.0.0.tgz", "integrity": "%s", "requires": {"g": "%s"}%s},\n' $hash "$1" "$3"
	printf '"g": {"version": "1.0.0", "resolved": "https://registry.example.org/g/-/g-1.0.0.tgz", "integrity": "%s"},\n' $hash
	printf '"f": {"version": "%s", "resolved": "https://registry.example.org/f/-/f-%s.tgz", "integrity": "%s"},\n' "$2" "$2" $hash
	printf '"left": {"version": "1.0.0", "resolved": "https://registry.example.org/left/-/left-1.0.0.tgz", "integrity": "%s", "requires": {"f": "1.0.0"}}\n}}\n' $hash
}
bun() { # VERSION-OF-H MORE
	printf '{"lockfileVersion": 1, "workspaces": {"": {"name": "p", "dependencies": {"g": "1.1.0", "h": "^1.0.0"}}}, "packages": {\n'
	printf '"g": ["g@1.1.0", "", {}, "%s"],\n"h": ["h@%s", "", {"dependencies": {"g": "^1.0.0"}}, "%s"]%s\n}}\n' $hash "$1" $hash "$2"
}
pnpm() { # OVERRIDES WHAT-DEBUG-IS NAME VERSION
	printf "lockfileVersion: '9.0'\n%s" "$1"
	printf 'importers:\n  .:\n    dependencies:\n      c:\n        specifier: 1.0.0\n        version: 1.0.0\n'
	printf 'packages:\n  c@1.0.0:\n    resolution: {integrity: %s}\n  %s@%s:\n    resolution: {integrity: %s}\n' $hash "$3" "$4" $hash
	printf 'snapshots:\n  c@1.0.0:\n    dependencies:\n      %s\n  %s@%s: {}\n' "$2" "$3" "$4"
}
nested=', "dependencies": {
"g": {"version": "2.0.0", "resolved": "https://registry.example.org/g/-/g-2.0.0.tgz", "integrity": "'$hash'"}}'
deno 0 b@1.0.0_c@2.0.0 c@2.0.0 | put deno/deno.lock
bun 1.0.0 '' | put bun/bun.lock
printf '{"name": "p", "dependencies": {"g": "1.1.0", "h": "^1.0.0"}}\n' | put bun/package.json
printf '{"dependencies": {"c": "1.0.0"}}\n' | put pnpm/package.json
pnpm "$(printf 'overrides:\n  debug: npm:obug@1.0.0\n_')" 'debug: obug@1.0.0' obug 1.0.0 | sed 's/^_//' | put pnpm/pnpm-lock.yaml
printf '{"dependencies": {}}\n' | put yarn/package.json
yarn old@1.0.0 1.0.0 | put yarn/yarn.lock
printf '{"dependencies": {"e": "1.0.0"}}\n' | put old/package.json
put ranged/package.json <old/package.json
old 1.0.0 1.0.0 '' | put old/package-lock.json
old ^1.0.0 1.0.0 '' | put ranged/package-lock.json
commit c1
# deno writes a package twice, for two sets of peers, and needs one of the two.
git checkout -q -b deno-peers
deno 1 b@1.1.0_c@2.0.0 b@1.1.0_c@2.0.0_x@1.0.0 c@2.0.0 | put deno/deno.lock
commit c2
# Another version of what was there, which nothing needs: not installed. What nobody knows is an error.
git checkout -q -b deno-left main
deno 0 b@1.0.0_c@2.0.0 c@2.0.0 c@2.1.0 evil@1.0.0 | put deno/deno.lock
commit c3
# yarn before 1.0: added without a range, the range stands in the manifest only.
git checkout -q -b yarn-bare main
printf '{"dependencies": {"d": "^1.0.0"}}\n' | put yarn/package.json
yarn d 1.2.0 | put yarn/yarn.lock
commit c4
git checkout -q -b yarn-bare-other main
printf '{"dependencies": {"d": "^1.0.0"}}\n' | put yarn/package.json
yarn d 2.0.0 | put yarn/yarn.lock
commit c5
# What an entry of the base asks for, though nothing asks for that one.
git checkout -q -b left main
old 1.0.0 1.0.1 '' | put old/package-lock.json
commit c6
# npm 5 wrote the version that it had found, so that another one is no other ask; where ranges stand it is.
git checkout -q -b found main
old 2.0.0 1.0.0 "$nested" | put old/package-lock.json
commit c7
git checkout -q -b ranged main
old ^2.0.0 1.0.0 "$nested" | put ranged/package-lock.json
commit c8
# What it did not ask for before is the change's doing.
git checkout -q -b left-evil main
sed -i 's,"requires": {"f": "1.0.0"},"requires": {"f": "1.0.0"\, "evil": "1.0.0"},' old/package-lock.json
sed -i 's|^"g": .*|"evil": {"version": "1.0.0", "resolved": "https://registry.example.org/evil/-/evil-1.0.0.tgz", "integrity": "'$hash'"},\n&|' old/package-lock.json
commit c9
# bun nests the newest version for a package that is new; for one that stays as it was it does not.
git checkout -q -b bun-new main
bun 1.1.0 ', "h/g": ["g@1.2.0", "", {}, "'$hash'"]' | put bun/bun.lock
commit c10
git checkout -q -b bun-same main
bun 1.0.0 ', "h/g": ["g@1.2.0", "", {}, "'$hash'"]' | put bun/bun.lock
commit c11
# An override is gone: who asked for the name before is given it now. Any other name is new.
git checkout -q -b unforced main
pnpm '' 'debug: 2.0.0' debug 2.0.0 | put pnpm/pnpm-lock.yaml
commit c12
git checkout -q -b unforced-other main
pnpm '' 'evil: 2.0.0' evil 2.0.0 | put pnpm/pnpm-lock.yaml
commit c13
