# SPDX-License-Identifier: Apache-2.0
# Moves that replayed histories show, each beside its tampering: from one package manager to another, whose lock names another host
# for the same hashes; http where a package manager was at work and the hash stays; a repository that the manifest asks for; exceptions
# from a check of age; a manifest that moved on without its lock.
hash=sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
other=sha512-BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
commit_id=1111111111111111111111111111111111111111
repo
npm() { # URL NAME...
	url=$1
	shift
	printf '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "^1.0.0", "b": "^1.0.0", "c": "^1.0.0", "d": "^1.0.0"%s}}' "$extra"
	for n in "$@"; do
		printf ',\n"node_modules/%s": {"version": "1.0.0", "resolved": "%s/%s/-/%s-1.0.0.tgz", "integrity": "%s"}' "$n" "$url" "$n" "$n" "$hash"
	done
	printf '%s}}\n' "$last"
}
yarn() { # URL HASH
	for n in a b c d; do
		printf '%s@^1.0.0:\n  version "1.0.0"\n  resolved "%s/%s/-/%s-1.0.0.tgz"\n  integrity %s\n\n' $n "$1" $n $n "$2"
	done
}
needs() { # MORE
	printf '{"dependencies": {"a": "^1.0.0", "b": "^1.0.0", "c": "^1.0.0", "d": "^1.0.0"%s}}\n' "$1"
}
extra='' last=''
needs '' | put package.json
npm https://registry.example.org a b c d | put package-lock.json
printf 'minimumReleaseAge: 1440\n' | put pnpm-workspace.yaml
printf '[submodule "x"]\n\tpath = x\n\turl = https://forge.example.org/x/x\n' | put other/.gitmodules
printf 'repos:\n  - repo: https://forge.example.org/tools/hooks\n    rev: %s\n    hooks: []\n' $commit_id | put .pre-commit-config.yaml
printf '%%{"tool": {:git, "https://forge.example.org/tools/tool.git", "%s", []}}\n' $commit_id | put mix.lock
commit c1

git checkout -q -b to-yarn
rm package-lock.json
yarn https://mirror.example.net "$hash" | put yarn.lock
commit c2
git checkout -q -b to-yarn-other main
rm package-lock.json
yarn https://mirror.example.net "$other" | put yarn.lock
commit c3
git checkout -q -b beside main
yarn https://mirror.example.net "$hash" | put yarn.lock
commit c4

git checkout -q -b made-anew main
npm https://registry.example.org a b c d e | sed 's,https://registry.example.org/a/,http://registry.example.org/a/,' | put package-lock.json
needs ', "e": "^1.0.0"' | put package.json
sed -i 's/"d": "^1.0.0"}/"d": "^1.0.0", "e": "^1.0.0"}/' package-lock.json
commit c5
git checkout -q -b made-anew-other made-anew
sed -i '/node_modules\/a"/s/AAAA==/AAAB==/' package-lock.json
git add -A
commit c6

git checkout -q -b asked main
extra=', "tool": "git+https://forge.example.org/tools/tool.git#v1"'
last=",
\"node_modules/tool\": {\"version\": \"1.0.0\", \"resolved\": \"git+https://forge.example.org/tools/tool.git#$commit_id\"}"
npm https://registry.example.org a b c d | put package-lock.json
needs "$extra" | put package.json
commit c7
git checkout -q -b asked-other asked
sed -i 's,tools/tool.git#1,evil/tool.git#1,' package-lock.json
commit c8
git checkout -q -b asked-elsewhere asked
sed -i 's,forge.example.org/tools/tool,evil.example.com/tools/tool,' package-lock.json package.json
commit c9

git checkout -q -b age main
printf 'minimumReleaseAge: 1440\nminimumReleaseAgeExclude:\n  - a@1.0.0\n  - "@own/*"\n' | put pnpm-workspace.yaml
commit c10
git checkout -q -b age-all main
printf 'minimumReleaseAge: 1440\nminimumReleaseAgeExclude:\n  - "*"\n' | put pnpm-workspace.yaml
commit c11

git checkout -q -b moved-on main
needs '' | sed 's/"a": "^1.0.0"/"a": "^1.0.1"/' | put package.json
commit c12
git checkout -q -b asks-otherwise main
sed -i 's/"a": "^1.0.0"/"a": "*"/' package-lock.json
commit c13

git checkout -q -b dropped main
needs '' | sed 's/"a": "^1.0.0", //' | put package.json
commit c14
git checkout -q -b invented main
sed -i 's/"a": "^1.0.0"/"a": "^1.0.0", "zebra": "*"/' package-lock.json
commit c15

git checkout -q -b plain-git main
sed -i 's,https:,git:,' mix.lock
commit c16
git checkout -q -b plain-git-other plain-git
sed -i "s/$commit_id/2222222222222222222222222222222222222222/" mix.lock
commit c17
