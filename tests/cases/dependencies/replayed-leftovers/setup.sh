# SPDX-License-Identifier: Apache-2.0
# What yarn leaves over, with all that it needs, and what comes out of nowhere; folders of the workspace; locks of the first npm 5, which say of
# no entry what it needs, and name some by a URL; a patch of yarn's own in its next version; new locks that are not sound.
hash=sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
repo
yarn() { # NAME RANGE VERSION [NEEDS]
	printf '%s@%s:\n  version "%s"\n  resolved "https://registry.example.org/%s/-/%s-%s.tgz"\n  integrity %s\n' "$1" "$2" "$3" "$1" "$1" "$3" "$hash"
	[ -z "${4:-}" ] || printf '  dependencies:\n    %s "^1.0.0"\n' "$4"
	echo
}
old() { # MORE
	printf '{"lockfileVersion": 1, "dependencies": {"a": {"version": "1.0.0", "resolved": "https://registry.example.org/a/-/a-1.0.0.tgz", "integrity": "%s"}%s}}\n' "$hash" "$1"
}
more() { # NAME
	printf ',\n"%s": {"version": "https://registry.example.org/%s/-/%s-1.0.0.tgz", "integrity": "%s"}' "$1" "$1" "$1" "$hash"
}
berry() { # HASH-OF-THE-PATCH CHECKSUM
	printf '__metadata:\n  version: 8\n  cacheKey: 10\n\n"a@patch:a@npm%%3A^1.0.0#optional!builtin<compat/a>":\n  version: 1.0.0\n  resolution: "a@patch:a@npm%%3A1.0.0#optional!builtin<compat/a>::version=1.0.0&hash=%s"\n  checksum: 10/%0128d\n  languageName: node\n  linkType: hard\n\n' "$1" "$2"
	printf '"a@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "a@npm:1.0.0"\n  checksum: 10/%0128d\n  languageName: node\n  linkType: hard\n\n' 7
	printf '"shop@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "shop@workspace:."\n  dependencies:\n    a: "npm:^1.0.0"\n  languageName: unknown\n  linkType: soft\n'
}
printf '{"dependencies": {"a": "^1.0.0"}}\n' | tee yarn.json | put yarn/package.json
put old/package.json <yarn.json
put flat/package.json <yarn.json
printf '{"name": "shop", "dependencies": {"a": "^1.0.0"}}\n' | put berry/package.json
rm yarn.json
yarn a ^1.0.0 1.0.0 | put yarn/yarn.lock
old "$(more b)" | put old/package-lock.json
old '' | put flat/package-lock.json
printf '{"dependencies": {"a": "^1.0.0"}}\n' | put many/package.json
for n in a b c d e; do yarn $n ^1.0.0 1.0.0; done | put many/yarn.lock
berry 111111 1 | put berry/yarn.lock
commit c1
change() { # NAME
	git checkout -q -b "$1" main
}
change left-over
{ yarn a ^1.0.0 1.0.0; yarn a ^2.0.0 2.0.0 deep; yarn deep ^1.0.0 1.0.0; } | put yarn/yarn.lock
commit c2
change out-of-nowhere
{ yarn a ^1.0.0 1.0.0; yarn zebra ^2.0.0 2.0.0; } | put yarn/yarn.lock
commit c3
change folder
{ yarn a ^1.0.0 1.0.0; printf '"own@file:/home/ada/own":\n  version "1.0.0"\n  resolved "file:own"\n  dependencies:\n    deep "^1.0.0"\n\n'; yarn deep ^1.0.0 1.0.0; } | put yarn/yarn.lock
commit c4
change no-edges
old "$(more b)$(more zebra)" | put old/package-lock.json
commit c5
change edges
old "$(more zebra)" | put flat/package-lock.json
commit c6
change next-yarn
berry 222222 2 | put berry/yarn.lock
commit c7
change patch-tampered
berry 111111 2 | put berry/yarn.lock
commit c8
change unsound
printf 'x@^1.0.0:\n  version "1.0.0"\n  resolved "https://registry.example.org/x/-/x-1.0.0.tgz"\n  integrity sha512-foo\n' | put fixtures/yarn.lock
commit c9
change merged
{ yarn a ^1.0.0 1.0.0; yarn zebra ^2.0.0 2.0.0; } | put many/yarn.lock
commit c10
change linked-to-itself
printf '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "^1.0.0"}}, "node_modules/a": {"version": "1.0.0", "resolved": "https://registry.example.org/a/-/a-1.0.0.tgz", "integrity": "%s"}, "node_modules/shop": {"resolved": "", "link": true}}}\n' "$hash" |
	put flat/package-lock.json
commit c11
