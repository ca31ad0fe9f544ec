# SPDX-License-Identifier: Apache-2.0
# A package that comes with the change may run its install script: a warning. One that was there already: an error.
repo
lock() { # NAME...
	printf "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n"
	for n in "$@"; do printf '      %s:\n        specifier: 1.0.0\n        version: 1.0.0\n' "$n"; done
	printf 'packages:\n'
	for n in "$@"; do printf '  %s@1.0.0:\n    resolution: {integrity: sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==}\n' "$n"; done
	printf 'snapshots:\n'
	for n in "$@"; do printf '  %s@1.0.0: {}\n' "$n"; done
}
echo '{"dependencies": {"old": "1.0.0"}}' | put package.json
printf 'packages: []\n' | put pnpm-workspace.yaml
lock old | put pnpm-lock.yaml
commit c1
git checkout -q -b topic
echo '{"dependencies": {"old": "1.0.0", "young": "1.0.0"}}' | put package.json
printf 'packages: []\nonlyBuiltDependencies:\n  - old\n  - young\n  - absent\n' | put pnpm-workspace.yaml
lock old young | put pnpm-lock.yaml
commit c2
