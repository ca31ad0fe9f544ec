# SPDX-License-Identifier: Apache-2.0
# Files of settings that went to another folder, away from what they were about: one branch each. Honest: together with it, to a folder above it, under another
# spelling of the name, to where all projects are, and a pip.conf, which is named wherever it lies.
repo
echo 'ignore-scripts=true' | put web/.npmrc
echo '{"name": "web"}' | put web/package.json
echo note | put web/docs/readme
printf -- '---\nBUNDLE_FROZEN: "true"\n' | put ruby/.bundle/config
echo 'source "https://gems.example.org"' | put ruby/Gemfile
printf 'enableScripts: false\n' | put yarn/.yarnrc.yml
echo '{"name": "yarn"}' | put yarn/package.json
echo '<configuration><packageSources><clear /><add key="o" value="https://nuget.example.org/v3/index.json" /></packageSources></configuration>' | put net/nuget.config
echo '<Project />' | put net/src/shop/shop.csproj
echo '<Project />' | put net/tools/tool.csproj
printf '[global]\nrequire-hashes = true\n' | put pip.conf
printf 'left==1.0 --hash=sha256:%064d\n' 7 | put requirements.txt
commit start
number=0
move() { # FROM TO
	number=$((number + 1))
	git checkout -q -b "s$number" main
	mkdir -p "${2%/*}"
	git mv "$1" "$2"
	commit "s$number"
}
move web/.npmrc web/docs/.npmrc
move ruby/.bundle/config other/.bundle/config
git checkout -q main
move yarn/.yarnrc.yml web/.yarnrc.yml
git checkout -q main
move net/nuget.config net/src/nuget.config
git checkout -q -b honest main
git mv web/.npmrc .npmrc
mkdir app && git mv yarn/package.json yarn/.yarnrc.yml app
git mv net/tools net/src/tools && git mv net/nuget.config net/src/NuGet.Config
mkdir docker && git mv pip.conf docker/pip.conf
git mv ruby/.bundle .bundle
commit honest
