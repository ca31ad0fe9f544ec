# SPDX-License-Identifier: Apache-2.0
# Twelve entries lose their hashes: eight are told one by one, the other four as one.
repo
lock() { # INTEGRITY
	printf '{"lockfileVersion": 3, "packages": {"": {"dependencies": {'
	for n in 01 02 03 04 05 06 07 08 09 10 11 12; do
		[ $n = 01 ] || printf ', '
		printf '"pad%s": "1.0.0"' $n
	done
	printf '}}'
	for n in 01 02 03 04 05 06 07 08 09 10 11 12; do
		printf ',\n"node_modules/pad%s": {"version": "1.0.0", "resolved": "https://registry.example.org/pad%s/-/pad%s-1.0.0.tgz"%s}' $n $n $n "$1"
	done
	printf '}}\n'
}
lock ', "integrity": "sha512-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="' | put package-lock.json
commit c1
git checkout -q -b topic
lock '' | put package-lock.json
commit c2
