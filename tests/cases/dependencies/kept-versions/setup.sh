# SPDX-License-Identifier: Apache-2.0
# Artifacts in folders that say their version, edited in place: Maven's layout with its checksums made anew, NuGet's packages as they were unpacked. Honest: a
# pointer of Git LFS to the same bytes, a snapshot, a new version, what tests use, a package taken out, a folder that is called as archives of other
# managers are.
repo
maven=repo/org/example/left
artifact() { echo "$2" | put "$1" && sha1sum <"$1" | cut -c 1-40 | put "$1.sha1"; }
artifact $maven/1.0/left-1.0.jar left
artifact $maven/1.0/left-1.0.pom pom
artifact $maven/2.0-SNAPSHOT/left-2.0-SNAPSHOT.jar left
artifact app/src/test/resources/$maven/1.0/left-1.0.jar left
echo dll | put packages/Left.1.0.0/lib/net48/Left.dll
echo script | put packages/Left.1.0.0/tools/init.ps1
echo dll | put cache/left/1.0.0/lib/left.dll
echo '{"version": 2, "contentHash": "x"}' | put cache/left/1.0.0/.nupkg.metadata
echo text | put packages/readme.1.0.txt
echo own | put packages/entry-1.0.0/index.js
echo dll | put packages/Right-2.1.0.0/lib/Right.dll
commit start
change() { git checkout -q -b "$1" main; }
change jar && artifact $maven/1.0/left-1.0.jar evil && commit x
change pom && echo evil | put $maven/1.0/left-1.0.pom && commit x
change classifier && artifact $maven/1.0/left-1.0-linux.jar new && commit x
change unpacked && echo evil | put packages/Left.1.0.0/lib/net48/Left.dll && echo evil | put packages/Left.1.0.0/tools/init.ps1 && commit x
change added && echo evil | put packages/Left.1.0.0/build/Left.targets && commit x
change cached && echo evil | put cache/left/1.0.0/lib/left.dll && commit x
change away && printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 5\n' 7 | put $maven/1.0/left-1.0.jar && commit x
change behind-pointer && sum=$(sha256sum <$maven/1.0/left-1.0.jar | cut -c 1-64) && { printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 5\n' "$sum" && yes evil | head -n 300; } | put $maven/1.0/left-1.0.jar && commit x
change unpacked-of-number && echo evil | put packages/Right-2.1.0.0/lib/Right.dll && commit x
change honest
sum=$(sha256sum <$maven/1.0/left-1.0.jar | cut -c 1-64)
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 5\n' "$sum" | put $maven/1.0/left-1.0.jar
artifact $maven/2.0-SNAPSHOT/left-2.0-SNAPSHOT.jar newer
artifact $maven/1.1/left-1.1.jar left
artifact app/src/test/resources/$maven/1.0/left-1.0.jar other
git rm -qr packages/Left.1.0.0/tools
echo dll | put packages/Left.1.1.0/lib/net48/Left.dll
echo other | put packages/readme.1.0.txt
echo other | put packages/entry-1.0.0/index.js
commit honest
