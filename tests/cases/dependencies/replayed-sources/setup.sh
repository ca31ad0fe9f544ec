# SPDX-License-Identifier: Apache-2.0
# The first lock that names its hosts is a warning, a second one elsewhere an error, in whatever format of the same ecosystem; each host is told
# once for a file. An unencrypted URL is an error where it was encrypted before, and a warning for a new entry that is held to its hash.
hash=sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
repo
lock() { # PATH URL NAME...
	file=$1 url=$2
	shift 2
	{
		printf '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"%s": "1.0.0"' "$1"
		for n in "$@"; do [ "$n" = "$1" ] || printf ', "%s": "1.0.0"' "$n"; done
		printf '}}'
		for n in "$@"; do
			printf ',\n"node_modules/%s": {"version": "1.0.0", "resolved": "%s/%s/-/%s-1.0.0.tgz", "integrity": "%s"}' "$n" "$url" "$n" "$n" "$hash"
		done
		printf '}}\n'
	} | put "$file"
}
printf '@scope:registry=https://private.example.org/\n' | put .npmrc
commit c1
git checkout -q -b first
lock web/package-lock.json https://registry.example.org a b c d
commit c2
git checkout -q -b second
lock tool/package-lock.json https://evil.example.com a b c d
commit c3
git checkout -q -b downgraded first
sed -i 's,https://registry.example.org/a/,http://registry.example.org/a/,' web/package-lock.json
commit c4
git checkout -q -b plain first
lock web/package-lock.json https://registry.example.org a b c d e
sed -i 's,https://registry.example.org/e/,http://registry.example.org/e/,' web/package-lock.json
commit c5
git checkout -q -b yarn first
for n in a b c d; do
	printf '%s@1.0.0:\n  version "1.0.0"\n  resolved "https://evil.example.com/%s/-/%s-1.0.0.tgz"\n  integrity %s\n\n' $n $n $n "$hash"
done | put other/yarn.lock
commit c6
git checkout -q -b flood first
sed -i 's,https://registry.example.org/,http://registry.example.org/,' web/package-lock.json
commit c7
