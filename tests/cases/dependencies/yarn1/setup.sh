# SPDX-License-Identifier: Apache-2.0
# yarn.lock of yarn 1, and .yarnrc and .npmrc beside it.
good=sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
base=https://registry.example.org
sum=0123456789abcdef0123456789abcdef01234567

repo
printf '{"dependencies": {"pad": "^1.0.0"}}\n' | put package.json
printf 'registry "%s"\n' "$base" | put .yarnrc
printf 'registry=%s\nignore-scripts=true\n' "$base" | put .npmrc
put yarn.lock <<EOF
# yarn lockfile v1


left@^2.0.0:
  version "2.0.1"
  resolved "$base/left/-/left-2.0.1.tgz#$sum"
  integrity $good

pad@^1.0.0:
  version "1.3.0"
  resolved "$base/pad/-/pad-1.3.0.tgz#$sum"
  integrity $good
  dependencies:
    left "^2.0.0"
EOF
commit base

# change NAME FILE SED-SCRIPT
change() {
	git checkout -q -B "$1" main
	sed -e "$3" "$2" >edited
	mv edited "$2"
	commit "$1"
}

more='\n\nmore@^1.0.0:\n  version "1.0.0"\n  resolved "'$base'/more/-/more-1.0.0.tgz#'$sum'"\n  integrity '$good
change hash-changed yarn.lock '12s/A==/Q==/'
change fragment-changed yarn.lock '11s/#01/#11/'
change hash-removed yarn.lock '12d'
change other-host yarn.lock '11s/registry.example.org/evil.example.com/'
change other-version yarn.lock '11s/pad-1.3.0/pad-1.2.0/'
change other-name yarn.lock '9s/pad/evil@^1.0.0, pad/'
change orphan yarn.lock "14s|$|$more|"
change asks-for-more yarn.lock "14s|$|\n    more \"^1.0.0\"$more|"
change stale package.json '1s/pad/other": "1", "pad/'
change conflict yarn.lock '3s/$/<<<<<<< HEAD/'
change registry .yarnrc 's/registry.example.org/evil.example.com/'
change scope .npmrc '1s#$#\n@own:registry=https://evil.example.com#'
change guard .npmrc '2s/true/false/'
change guard-gone .npmrc '2d'
change line-ends yarn.lock 's/$/\r/'
change upgrade yarn.lock 's/2\.0\.1/2.0.2/'
