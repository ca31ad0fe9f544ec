# SPDX-License-Identifier: Apache-2.0
# Version 2 says everything twice; npm 6 reads one half, later ones the other. And version 1 itself.
good=sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
url=https://registry.example.org/pad/-/pad-1.3.0.tgz

repo
printf '{"dependencies": {"pad": "^1.0.0"}}\n' | put package.json
put package-lock.json <<EOF
{
  "lockfileVersion": 2,
  "packages": {
    "": {"dependencies": {"pad": "^1.0.0"}},
    "node_modules/pad": {"version": "1.3.0", "resolved": "$url", "integrity": "$good"}
  },
  "dependencies": {
    "pad": {"version": "1.3.0", "resolved": "$url", "integrity": "$good"}
  }
}
EOF
commit base

change() {
	git checkout -q -B "$1" "$2"
	sed -e "$3" package-lock.json >lock
	mv lock package-lock.json
	commit "$1"
}

change newer-half main '5s/A==/Q==/'
change older-half main '8s/A==/Q==/'
change older-url main '8s/registry.example.org/evil.example.com/'
change older-extra main '8s#$#, "extra": {"version": "1.0.0"}#'
change to-3 main '2s/2/3/; 6s/,//; 7,9d'
change to-1 main '2s/2/1/; 3,6d'
change v1-hash to-1 '4s/A==/Q==/'
change v1-orphan to-1 '4s#$#, "extra": {"version": "1.0.0", "integrity": "'"$good"'"}#'
change v1-to-3 to-1 's/x/x/'
git show to-3:package-lock.json | put package-lock.json
sed -i '5s/"version"/"hasInstallScript": true, "version"/' package-lock.json
commit upgraded
git branch -q -f upgraded
