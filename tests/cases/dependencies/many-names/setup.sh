# SPDX-License-Identifier: Apache-2.0
# Hostile sizes: a kept package.json of 100000 members that stand the other way round, 100000 aliases in a lock of pnpm. Neither takes
# as long as its square.
repo
printf 'version: 1\nlimits: {time: 100s}\n' | put .seamgate.yml
manifest() { # AWK'S LOOP
	awk "BEGIN { printf \"{\\\"name\\\": \\\"left\\\", \\\"version\\\": \\\"1.0.0\\\"\"; for ($1) printf \",\\n\\\"k%06d\\\": 1\", i; print \"}\" }"
}
lock() { # "{}", or what each asks for
	awk -v asks="$1" -v sum="sha512-$(printf '%086d' 0 | tr 0 A)==" 'BEGIN {
		print "lockfileVersion: \0479.0\047\n\nimporters:\n\n  .:\n    dependencies:\n      z:\n        specifier: ^1.0.0\n        version: 1.0.0\n\npackages:\n"
		for (i = 0; i < 100000; i++)
			printf "  a%06d@1.0.0:\n    resolution: {integrity: %s}\n\n", i, sum
		printf "  z@1.0.0:\n    resolution: {integrity: %s}\n\nsnapshots:\n\n", sum
		for (i = 0; i < 100000; i++)
			printf asks ? "  a%06d@1.0.0:\n    dependencies:\n      q%06d: z@1.0.0\n" : "  a%06d@1.0.0: {}\n", i, i
		print "  z@1.0.0: {}"
	}'
}
entry='"node_modules/left": {"version": "1.0.0", "resolved": "https://registry.example.org/left/-/left-1.0.0.tgz", "integrity": "sha512-'$(printf '%086d' 0 | tr 0 A)'=="}'
printf '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"left": "1.0.0"}},\n%s}}\n' "$entry" | put package-lock.json
manifest 'i = 0; i < 100000; i++' | put node_modules/left/package.json
lock '' | put web/pnpm-lock.yaml
commit start
git checkout -q -b manifest main
manifest 'i = 99999; i >= 0; i--' | put node_modules/left/package.json
commit manifest
git checkout -q -b lock main
lock 1 | put web/pnpm-lock.yaml
commit lock
