# SPDX-License-Identifier: Apache-2.0
# What replayed histories show, each beside its tampering: a flag that a package manager puts on a package that was there; one of several
# hashes of a version exchanged; modules of a branch; an entry twice in the same words; a lock that installs what the manifest lets in;
# packages from the archives of a forge, under another name, and of a Gemfile; checksums of files that lie beside them; hashes that went
# lost in bulk; a stronger hash that an older package manager leaves out; a flag and a hash that a lock without any regains.
hash=sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
other=sha512-BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
hex=1111111111111111111111111111111111111111111111111111111111111111
commit_id=1111111111111111111111111111111111111111
repo
entry() { # NAME MORE
	printf ',\n"node_modules/%s": {"version": "1.0.0", "resolved": "https://registry.example.org/%s/-/%s-1.0.0.tgz", "integrity": "%s"%s}' \
		"$1" "$1" "$1" "$hash" "${2-}"
}
npm() { # NEEDS ENTRIES
	printf '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "^1.0.0"%s}}%s\n}}\n' "$1" "$2"
}
needs() {
	printf '{"dependencies": {"a": "^1.0.0"%s}}\n' "$1"
}
needs '' | put package.json
npm '' "$(entry a)" | put package-lock.json
printf 'left==1.0 --hash=sha256:%s --hash=sha256:%s\n' $hex "$(echo $hex | tr 1 2)" | put requirements.txt
printf '{"version": "3", "remote": {"https://forge.example.org/x/refs/heads/main/mod.ts": "%s", "https://forge.example.org/x/v1/mod.ts": "%s"}}\n' $hex $hex |
	put deno.lock
printf 'repos:\n  - repo: https://github.com/tools/hooks\n    rev: %s\n    hooks: []\n' $commit_id | put .pre-commit-config.yaml
printf 'source "https://gems.example.org"\n\ngem "rack"\n' | put ruby/Gemfile
printf 'GEM\n  remote: https://gems.example.org/\n  specs:\n    rack (1.0)\n\nDEPENDENCIES\n  rack\n' | put ruby/Gemfile.lock
printf 'a@^1.0.0:\n  version "1.0.0"\n  resolved "https://registry.example.org/a/-/a-1.0.0.tgz"\n  integrity %s\n\n' "$hash" | put yarn/yarn.lock
echo one | put tool.sh
sha256sum tool.sh | put tool.sh.sha256
echo one | put dist/x
(cd dist && sha256sum x) | put dist/SHA256SUMS
printf 'a@^1.0.0:\n  version "1.0.0"\n  resolved "https://registry.example.org/a/-/a-1.0.0.tgz#%s"\n  integrity %s\n\n' $commit_id "$hash" | put older/yarn.lock
printf '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "^1.0.0"}}, "node_modules/a": {"version": "1.0.0"}}}\n' | put bare/package-lock.json
commit c1

git checkout -q -b flag
needs ', "b": "^1.0.0"' | put package.json
npm ', "b": "^1.0.0"' "$(entry a ', "hasInstallScript": true')$(entry b)" | put package-lock.json
commit flag
git checkout -q -b flag-alone main
npm '' "$(entry a ', "hasInstallScript": true')" | put package-lock.json
commit flag
git checkout -q -b flag-other flag
sed -i 's,/a-1.0.0.tgz,/a-1.0.0.tgz?,' package-lock.json
commit flag

git checkout -q -b one-of-two main
sed -i 's/2222/3333/g' requirements.txt
commit pip
git checkout -q -b two-of-two main
sed -i 's/2222/3333/g; s/1111/4444/g' requirements.txt
commit pip

git checkout -q -b branch main
sed -i '/./s,main/mod.ts": "1,main/mod.ts": "2,' deno.lock
commit deno
git checkout -q -b version main
sed -i '/./s,v1/mod.ts": "1,v1/mod.ts": "2,' deno.lock
commit deno

git checkout -q -b twice main
cat yarn/yarn.lock yarn/yarn.lock | put yarn/both
mv yarn/both yarn/yarn.lock
commit yarn
git checkout -q -b twice-otherwise twice
sed -i "8s,$hash,$other,; 9s,$hash,$other," yarn/yarn.lock
commit yarn

git checkout -q -b let-in main
needs ', "b": "^1.0.0"' | put package.json
npm ', "b": "^1.0.0"' "$(entry a)$(entry b)" | sed 's/"a": "^1.0.0"/"a": "~1.0.0"/' | put package-lock.json
commit npm
git checkout -q -b not-let-in let-in
sed -i '2s/1\.0\.0/0.9.0/g' package-lock.json
commit npm

git checkout -q -b archive main
needs ', "tool": "github:tools/tool#v1"' | put js/package.json
printf "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: 1.0.0\n      tool:\n        specifier: github:tools/tool#v1\n        version: https://codeload.github.com/tools/tool/tar.gz/%s\npackages:\n  a@1.0.0:\n    resolution: {integrity: %s}\n  tool@https://codeload.github.com/tools/tool/tar.gz/%s:\n    resolution: {tarball: https://codeload.github.com/tools/tool/tar.gz/%s}\n    version: 1.0.0\nsnapshots:\n  a@1.0.0: {}\n  tool@https://codeload.github.com/tools/tool/tar.gz/%s: {}\n" \
	$commit_id "$hash" $commit_id $commit_id $commit_id | put js/pnpm-lock.yaml
commit pnpm
git checkout -q -b archive-other archive
sed -i 's,codeload.github.com/tools/tool,codeload.github.com/evil/tool,g' js/pnpm-lock.yaml
commit pnpm

# Snapshots that did not change are not read again: what they ask for counts all the same.
git checkout -q -b asked-in-vain archive
pnpm9() { # PACKAGES SNAPSHOTS
	printf "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: 1.0.0\npackages:\n  a@1.0.0:\n    resolution: {integrity: %s}\n  b@1.0.0:\n    resolution: {integrity: %s}\n%ssnapshots:\n  a@1.0.0:\n    dependencies:\n      b: 1.0.0\n    optionalDependencies:\n      lost: 2.0.0\n%s" "$hash" "$hash" "$1" "$2"
}
needs '' | put js/package.json
pnpm9 '' '  b@1.0.0: {}
' | put js/pnpm-lock.yaml
commit pnpm
git checkout -q -b found-again
pnpm9 "  lost@2.0.0:
    resolution: {integrity: $other}
" '  b@1.0.0: {}
  lost@2.0.0: {}
' | put js/pnpm-lock.yaml
commit pnpm
git checkout -q -b slipped-in asked-in-vain
pnpm9 "  evil@2.0.0:
    resolution: {integrity: $other}
" '  b@1.0.0:
    dependencies:
      evil: 2.0.0
  evil@2.0.0: {}
' | put js/pnpm-lock.yaml
commit pnpm
git checkout -q -b nobodys asked-in-vain
pnpm9 "  evil@2.0.0:
    resolution: {integrity: $other}
" '  b@1.0.0: {}
  evil@2.0.0: {}
' | put js/pnpm-lock.yaml
commit pnpm

git checkout -q -b named main
needs ', "tool": "github:tools/tool#v1"' | put package.json
npm ', "tool": "github:tools/tool#v1"' "$(entry a),
\"node_modules/tool\": {\"name\": \"itself\", \"version\": \"1.0.0\", \"resolved\": \"git+ssh://git@github.com/tools/tool.git#$commit_id\"}" |
	put package-lock.json
commit npm

git checkout -q -b gem main
printf 'source "https://gems.example.org"\n\ngem "rack"\ngroup :test do # tests\n  gem "tool", "~> 1.0",\n    github: "tools/tool"\nend\n' | put ruby/Gemfile
printf 'GIT\n  remote: https://github.com/tools/tool.git\n  revision: %s\n  specs:\n    tool (1.0)\n\nGEM\n  remote: https://gems.example.org/\n  specs:\n    rack (1.0)\n\nDEPENDENCIES\n  rack\n  tool!\n' \
	$commit_id | put ruby/Gemfile.lock
commit gem
git checkout -q -b gem-other gem
sed -i 's,tools/tool.git,evil/tool.git,' ruby/Gemfile.lock
commit gem
git checkout -q -b gem-source main
sed -i 's,gems.example.org,gems.example.net,' ruby/Gemfile
commit gem

git checkout -q -b sums main
echo two | put tool.sh
sha256sum tool.sh | put tool.sh.sha256
commit sums
git checkout -q -b sums-untrue sums
echo three | put tool.sh
commit sums
git checkout -q -b sums-left main
echo two | put dist/x
commit sums

git checkout -q -b lost main
needs ', "b": "^1.0.0"' | put package.json
npm ', "b": "^1.0.0"' "$(entry a)$(entry b)" | sed 's/, "integrity": "[^"]*"//' | put package-lock.json
commit lost

# Of a linked folder only its own manifest says what it needs; a copy above the link is none for it.
git checkout -q -b linking main
old() { # NESTED
	printf '{"lockfileVersion": 1, "requires": true, "dependencies": {\n"dev": {"version": "1.0.0", "resolved": "https://registry.example.org/dev/-/dev-1.0.0.tgz", "integrity": "%s"},\n"tool": {"version": "file:../..", "requires": {"dev": "^1.0.0"}%s}}}\n' "$hash" "$1"
}
nested() { # NAME VERSION
	printf ', "dependencies": {\n"%s": {"version": "%s", "resolved": "https://registry.example.org/%s/-/%s-%s.tgz", "integrity": "%s"}}' "$1" "$2" "$1" "$1" "$2" "$other"
}
echo '{"devDependencies": {"dev": "^1.0.0", "lint": "^2.0.0"}}' | put linked/package.json
echo '{"dependencies": {"tool": "file:../..", "dev": "^1.0.0"}}' | put linked/examples/x/package.json
old '' | put linked/examples/x/package-lock.json
commit npm
for nested in 'lint 2.0.0' 'dev 1.1.0' 'evil 1.0.0'; do
	git checkout -q -b "linked-${nested% *}" linking
	# shellcheck disable=SC2086
	old "$(nested $nested)" | put linked/examples/x/package-lock.json
	commit npm
done

# npm itself calls a folder extraneous and installs nothing for it; of a package it is one word in a file.
git checkout -q -b idle main
npm '' "$(entry a),
\"gone\": {\"extraneous\": true, \"dependencies\": {\"x\": \"1\"}}" | put package-lock.json
commit npm
git checkout -q -b idle-package main
npm '' "$(entry a)$(entry evil ', "extraneous": true')" | put package-lock.json
commit npm

# Another patch makes another archive; the same patch makes the same.
git checkout -q -b patching main
berry() { # HASH CHECKSUM
	printf '__metadata:\n  version: 8\n  cacheKey: 10\n\n"a@npm:1.0.0":\n  version: 1.0.0\n  resolution: "a@npm:1.0.0"\n  checksum: 10/%0128d\n  languageName: node\n  linkType: hard\n\n"a@patch:a@npm%%3A1.0.0#~/.yarn/patches/a.patch":\n  version: 1.0.0\n  resolution: "a@patch:a@npm%%3A1.0.0#~/.yarn/patches/a.patch::version=1.0.0&hash=%s"\n  checksum: 10/%0128d\n  languageName: node\n  linkType: hard\n\n"shop@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "shop@workspace:."\n  dependencies:\n    a: "patch:a@npm%%3A1.0.0#~/.yarn/patches/a.patch"\n  languageName: unknown\n  linkType: soft\n' 1 "$1" "$2"
}
echo '{"name": "shop", "dependencies": {"a": "patch:a@npm%3A1.0.0#~/.yarn/patches/a.patch"}}' | put berry/package.json
berry aaaaaa 2 | put berry/yarn.lock
commit yarn
git checkout -q -b patched patching
berry bbbbbb 3 | put berry/yarn.lock
commit yarn
git checkout -q -b patched-same patching
berry aaaaaa 3 | put berry/yarn.lock
commit yarn

# pnpm says anew which packages it builds when it writes the file for what the project asks for.
git checkout -q -b building main
pnpm6() { # NEED FLAG
	printf "lockfileVersion: '6.0'\ndependencies:\n  a:\n    specifier: ^1.0.0\n    version: 1.0.0\n%spackages:\n  /a@1.0.0:\n    resolution: {integrity: %s}\n%s" "$1" "$hash" "$2"
}
second='  b:
    specifier: npm:a@^1.0.0
    version: /a@1.0.0
'
built='    requiresBuild: true
'
echo '{"dependencies": {"a": "^1.0.0", "b": "npm:a@^1.0.0"}}' | put built/package.json
pnpm6 "$second" '' | put built/pnpm-lock.yaml
commit pnpm
git checkout -q -b built building
echo '{"dependencies": {"a": "^1.0.0"}}' | put built/package.json
pnpm6 '' "$built" | put built/pnpm-lock.yaml
commit pnpm
git checkout -q -b built-alone building
pnpm6 "$second" "$built" | put built/pnpm-lock.yaml
commit pnpm

git checkout -q -b narrowed main
printf 'a@^1.0.0:\n  version "1.0.0"\n  resolved "https://registry.example.org/a/-/a-1.0.0.tgz#%s"\n\nb@^1.0.0:\n  version "1.0.0"\n  resolved "https://registry.example.org/b/-/b-1.0.0.tgz#%s"\n\n' $commit_id $commit_id |
	put older/yarn.lock
commit yarn
git checkout -q -b narrowed-other narrowed
sed -i "3s/$commit_id/2222222222222222222222222222222222222222/" older/yarn.lock
commit yarn
git checkout -q -b narrowed-alone main
sed -i '/integrity/d' older/yarn.lock
commit yarn

git checkout -q -b regained main
printf '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "^1.0.0", "b": "^1.0.0"}}%s%s\n}}\n' "$(entry a ', "hasInstallScript": true')" "$(entry b)" | put bare/package-lock.json
commit npm
git checkout -q -b regained-alone main
printf '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "^1.0.0"}}%s\n}}\n' "$(entry a ', "hasInstallScript": true')" | put bare/package-lock.json
commit npm
git checkout -q -b regained-elsewhere regained
sed -i 's,/a/-/a-1.0.0.tgz,/mallory/a.tgz,' bare/package-lock.json
commit npm
git checkout -q -b regained-renamed regained
sed -i 's,/a/-/a-1.0.0.tgz,/mallory/%2D/mallory-1.0.0.tgz?/-/,' bare/package-lock.json
commit npm
git checkout -q -b let-in-repository let-in
npm ', "b": "^1.0.0"' "$(printf ',\n"node_modules/a": {"version": "1.0.0", "resolved": "git+ssh://git@registry.example.org/mallory/a.git#%s"}' $commit_id)$(entry b)" |
	sed 's,"a": "^1.0.0","a": "git+ssh://git@registry.example.org/mallory/a.git",' | put package-lock.json
commit npm

# A file that says that it says what is needed, of a package that needs nothing: then it needs nothing later, optional or not.
git checkout -q -b leaf main
leaf() { # MORE OTHERS
	printf '{"lockfileVersion": 1, "requires": true, "dependencies": {\n"a": {"version": "1.0.0", "resolved": "https://registry.example.org/a/-/a-1.0.0.tgz", "integrity": "%s"%s}%s}}\n' "$hash" "$1" "$2"
}
leaf '' '' | put leaf/package-lock.json
needs '' | put leaf/package.json
commit npm
git checkout -q -b leaf-grown
leaf ', "requires": {"evil": "1.0.0"}' ",
\"evil\": {\"version\": \"1.0.0\", \"resolved\": \"https://registry.example.org/evil/-/evil-1.0.0.tgz\", \"integrity\": \"$other\", \"optional\": true}" |
	put leaf/package-lock.json
commit npm
