# SPDX-License-Identifier: Apache-2.0
# A package that comes with the change may run its install script: a warning. One that was there already: an error; none where pnpm
# ran it before, by another list or (before pnpm 10) for want of one. Sources and documentation that Gradle trusts without a hash.
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
echo '{"dependencies": {"old": "1.0.0"}, "pnpm": {"onlyBuiltDependencies": ["old"]}}' | put list/package.json
lock old other | put list/pnpm-lock.yaml
echo '{"packageManager": "pnpm@9.1.0"}' | put nine/package.json
echo '{"packageManager": "pnpm@9.1.0", "pnpm": {"neverBuiltDependencies": ["old"]}}' | put never/package.json
printf '<verification-metadata><configuration><verify-metadata>true</verify-metadata></configuration><components/></verification-metadata>\n' |
	put gradle/verification-metadata.xml
commit c1
git checkout -q -b topic
echo '{"dependencies": {"old": "1.0.0", "young": "1.0.0"}}' | put package.json
printf 'packages: []\nonlyBuiltDependencies:\n  - old\n  - young\n  - absent\n' | put pnpm-workspace.yaml
lock old young | put pnpm-lock.yaml
commit c2

git checkout -q -b moved main
printf 'packages: []\nallowBuilds:\n  old: true\n' | put list/pnpm-workspace.yaml
echo '{"dependencies": {"old": "1.0.0"}}' | put list/package.json
commit c3
git checkout -q -b moved-more moved
printf '  other: true\n' >>list/pnpm-workspace.yaml
commit c4
git checkout -q -b ten main
echo '{"packageManager": "pnpm@10.1.0", "pnpm": {"onlyBuiltDependencies": ["old"]}}' | tee nine/package.json | put never/package.json
commit c5
git checkout -q -b for-people main
sed -i 's,<configuration>,<configuration><trusted-artifacts><trust file=".*-javadoc[.]jar" regex="true"/><trust file=".*-sources[.]jar" regex="true"/></trusted-artifacts>,' gradle/verification-metadata.xml
commit c6
git checkout -q -b for-all main
sed -i 's,<configuration>,<configuration><trusted-artifacts><trust file=".*-sources.*[.]jar" regex="true"/><trust file=".*-javadoc[.]jar"/></trusted-artifacts>,' gradle/verification-metadata.xml
commit c7
git checkout -q -b young main
printf 'npmMinimalAgeGate: 1440\n' | put .yarnrc.yml
commit c8
for some in 'left' '@acme/*' '{left,right}' '+([a-z])'; do
	git checkout -q -b "young-${#some}" young
	printf 'npmMinimalAgeGate: 1440\nnpmPreapprovedPackages:\n  - "%s"\n' "$some" | put .yarnrc.yml
	commit c9
done
