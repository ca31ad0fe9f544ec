# SPDX-License-Identifier: Apache-2.0
# Ways to tamper with an npm lock of version 3, each on a branch of its own.
good=sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
evil=sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQ==
base=https://registry.example.org

repo
printf '{"dependencies": {"pad": "^1.0.0", "left": "^2.0.0"}}\n' | put package.json
put package-lock.json <<EOF
{
  "lockfileVersion": 3,
  "packages": {
    "": {
      "dependencies": {"pad": "^1.0.0", "left": "^2.0.0"}
    },
    "node_modules/left": {
      "version": "2.0.1",
      "resolved": "$base/left/-/left-2.0.1.tgz",
      "integrity": "$good"
    },
    "node_modules/pad": {
      "version": "1.3.0",
      "resolved": "$base/pad/-/pad-1.3.0.tgz",
      "integrity": "$good",
      "dependencies": {"left": "^2.0.0"}
    }
  }
}
EOF
commit base

# change NAME SED-SCRIPT
change() {
	git checkout -q -B "$1" main
	sed -e "$2" package-lock.json >lock
	mv lock package-lock.json
	commit "$1"
}

# Lines 12 to 17 are the entry of pad.
change hash-changed "15s/A==/Q==/"
change hash-removed "15d"
change hash-empty "15s/sha512-[^\"]*//"
change hash-weakened "15s/sha512-[^\"]*/sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=/"
change hash-appended "15s#A==#A== $evil#"
change other-version "14s/pad-1.3.0/pad-1.2.0/"
change other-package "14s#pad/-/pad#bad/-/bad#"
change resolved-removed "14d"
change other-host "14s#registry.example.org#evil.example.com#"
change git-ssh "14s#$base.*tgz#git+ssh://git@evil.example.com/o/pad.git\\#0123456789abcdef0123456789abcdef01234567#"
change userinfo "14s#registry.example.org#&@evil.example.com#"
change install-script "13s/\$/ \"hasInstallScript\": true,/"
change orphan "11s#\$#\"node_modules/orphan\": {\"version\": \"1.0.0\", \"resolved\": \"$base/orphan/-/orphan-1.0.0.tgz\", \"integrity\": \"$good\"},#"
change shadow "17s#\$#, \"node_modules/pad/node_modules/left\": {\"version\": \"2.0.0\", \"resolved\": \"$base/left/-/left-2.0.0.tgz\", \"integrity\": \"$evil\"}#"
change asks-for-more "11s#\$#\"node_modules/more\": {\"version\": \"1.0.0\", \"resolved\": \"$base/more/-/more-1.0.0.tgz\", \"integrity\": \"$good\"},#; 16s#}#, \"more\": \"*\"}#"
change root-asks-for-more "11s#\$#\"node_modules/more\": {\"version\": \"1.0.0\", \"resolved\": \"$base/more/-/more-1.0.0.tgz\", \"integrity\": \"$good\"},#; 5s#}#, \"more\": \"*\"}#"
change key-doubled "15s#\$# \"version\": \"1.3.0\",#"
change conflict "11s/\$/\n<<<<<<< HEAD/"
change unknown-format "2s/3/4/"
# A folder of the repository in the place of a package; as a member of a workspace that only the lock knows.
pad='"node_modules\/pad": {"resolved": "tools", "link": true}, "tools": {"version": "1.3.0"'
change linked "12s/.*/$pad/; 13,16d"
change linked-member "5s/}/}, \"workspaces\": [\"tools\"]/; 12s/.*/$pad/; 13,16d"
