# SPDX-License-Identifier: Apache-2.0
# package.json on its own: who may run code when installed, the package manager's hash, keys that stand twice.
repo
one=0123456789abcdef0123456789abcdef01234567
put package.json <<EOF
{
  "packageManager": "pnpm@9.1.0+sha1.$one",
  "trustedDependencies": ["known"],
  "dependencies": {"known": "^1.0.0"}
}
EOF
commit base

change() {
	git checkout -q -B "$1" main
	sed -e "$2" package.json >edited
	mv edited package.json
	commit "$1"
}

change trusted '3s/"known"/"known", "other"/'
change hash '2s/sha1.01/sha1.11/'
change hash-gone '2s/+sha1[^"]*//'
change doubled '4s/$/, "dependencies": {}/'
change broken '4s/}/]/'
change upgrade '2s/pnpm.*"/pnpm@9.2.0+sha1.1123456789abcdef0123456789abcdef01234567"/; 4s/"^1/"^2/'
