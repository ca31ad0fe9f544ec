# SPDX-License-Identifier: Apache-2.0
# What the base's own lock says that a package may ask for is no new ask of it: peers, what it bundles, what was a folder of the project (pnpm), the lists
# of its extras (Poetry). What the manifests put in the place of others is asked for by the name that they put there. A name that the base did not have
# with that package is put there by a hand.
hash=sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
digest=$(printf 'a%.0s' $(seq 64))
repo
# pnpm OF-A [MORE-PACKAGES]: what a's snapshot has, a line each.
pnpm() {
	printf "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: 1.0.0\n\npackages:\n\n"
	printf '  a@1.0.0:\n    resolution: {integrity: %s}\n    peerDependencies:\n      '"'@scope/peer'"': "*"\n    bundledDependencies:\n      - bundled\n\n' "$hash"
	for n in folder "$@"; do
		[ "$n" = folder ] || printf "  '%s@1.0.0':\n    resolution: {integrity: %s}\n\n" "$n" "$hash"
	done
	printf 'snapshots:\n\n  a@1.0.0:\n    dependencies:\n'
	[ $# -gt 0 ] && [ "$1" = folder ] || printf '      folder: link:packages/folder\n'
	for n in "$@"; do
		case $n in
		*as-other) printf "      plain: '%s@1.0.0'\n" "$n" ;;
		*) printf "      '%s': 1.0.0\n" "$n" ;;
		esac
	done
	printf '\n'
	for n in "$@"; do printf "  '%s@1.0.0': {}\n\n" "$n"; done
}
to() { # BRANCH NAMES...
	git checkout -q -B "$1" main
	name=$1
	shift
	pnpm "$@" | put pnpm-lock.yaml
	commit "$name"
}
poetry() { # MORE-OF-A NAME...
	printf '[[package]]\nname = "a"\nversion = "1.0"\nfiles = [{file = "a-1.0.tar.gz", hash = "sha256:%s"}]\n\n' "$digest"
	printf '[package.dependencies]\nz = "*"\n%s\n[package.extras]\nsocks = ["PySocks (>=1.5.6,!=1.5.7)"]\n\n' "$1"
	shift
	for n in z "$@"; do
		printf '[[package]]\nname = "%s"\nversion = "1.0"\nfiles = [{file = "%s-1.0.tar.gz", hash = "sha256:%s"}]\n\n' "$n" "$n" "$digest"
	done
	printf '[metadata]\nlock-version = "2.1"\n'
}
printf '{"dependencies": {"a": "^1.0.0"}}\n' | put package.json
pnpm | put pnpm-lock.yaml
printf '[tool.poetry.dependencies]\na = "^1"\n' | put python/pyproject.toml
poetry '' | put python/poetry.lock
commit base
to peer @scope/peer
to bundled bundled
to folder folder
to invented invented
git checkout -q -B as-other main
pnpm @scope/as-other | put pnpm-lock.yaml
commit as-other
git checkout -q -B override as-other
printf 'overrides:\n  plain: npm:@scope/as-other@^1.0.0\n' | put pnpm-workspace.yaml
commit override
git checkout -q -B other-override as-other
printf 'overrides:\n  plain: npm:@scope/another@^1.0.0\n' | put pnpm-workspace.yaml
commit other-override
git checkout -q -B extra main
poetry 'PySocks = {version = "*", optional = true, markers = "extra == \"socks\""}
' pysocks | put python/poetry.lock
commit extra
git checkout -q -B no-extra main
poetry 'evil = {version = "*", optional = true, markers = "extra == \"socks\""}
' evil | put python/poetry.lock
commit no-extra
# What npm reads as the name of a tag lets any version in; a range does not.
git checkout -q -B tag main
printf '{"dependencies": {"t": "1.9."}}\n' | put npm/package.json
printf '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"t": "1.9."}}, "node_modules/t": {"version": "2.0.0", "integrity": "%s"}}}\n' "$hash" | put npm/package-lock.json
commit tag
git checkout -q -B no-tag main
git checkout -q tag -- npm
sed -i 's/1\.9\./1.9/' npm/package.json npm/package-lock.json
commit no-tag
