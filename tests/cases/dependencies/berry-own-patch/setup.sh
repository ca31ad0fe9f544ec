# SPDX-License-Identifier: Apache-2.0
# yarn 2 and 3 leave "npm:" out of what they patch themselves: both entries belong to whoever asks for the package.
repo
echo '{"dependencies": {"watch": "^1.0.0"}}' | put package.json
lock() { # VERSION OF fsevents
	cat <<END
__metadata:
  version: 6
  cacheKey: 8

"fsevents@npm:^2.3.0":
  version: $1
  resolution: "fsevents@npm:$1"
  checksum: $(printf '%0128d' "$2")
  languageName: node
  linkType: hard

"fsevents@patch:fsevents@^2.3.0#~builtin<compat/fsevents>":
  version: $1
  resolution: "fsevents@patch:fsevents@npm%3A$1#~builtin<compat/fsevents>::version=$1&hash=df0bf1"
  languageName: node
  linkType: hard

"shop@workspace:.":
  version: 0.0.0-use.local
  resolution: "shop@workspace:."
  dependencies:
    watch: ^1.0.0
  languageName: unknown
  linkType: soft

"watch@npm:^1.0.0":
  version: 1.0.0
  resolution: "watch@npm:1.0.0"
  dependencies:
    fsevents: ^2.3.0
  checksum: $(printf '%0128d' 1)
  languageName: node
  linkType: hard
END
}
lock 2.3.0 1 | put yarn.lock
commit c1
git checkout -q -b topic
lock 2.3.1 2 | put yarn.lock
commit c2
