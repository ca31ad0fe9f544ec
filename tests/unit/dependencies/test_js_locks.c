/* SPDX-License-Identifier: Apache-2.0
 *
 * Locks and settings of pnpm, yarn 2 and later, bun and deno, by hand. What the tools themselves write: tests/e2e.
 */
#include "pins_text.h"
#include "unit.h"

#define B64 \
	"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZg=="
#define SRI "sha512-" B64
#define HEX                                                                                        \
	"3031323334353637383961626364656630313233343536373839616263646566303132333435363738396162" \
	"6364656630313233343536373839616263646566"
#define COMMIT "0123456789abcdef0123456789abcdef01234567"

extern const struct format format_pnpm_lock, format_yarn_berry, format_bun_lock, format_bun_lockb,
	format_deno_lock, format_npmrc, format_yarnrc_yml, format_pnpm_workspace, format_bunfig;

struct row {
	const char *name;
	const struct format *format;
	const char *path, *content, *expected;
};

static void check_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct buffer out = {0};

		pins_text(&out, rows[i].format, rows[i].path, text_of(rows[i].content));
		buffer_byte(&out, '\0');
		CHECK_ROW(rows[i].name, strcmp(out.ptr, rows[i].expected) == 0);
		if (strcmp(out.ptr, rows[i].expected) != 0)
			fprintf(stderr, "%s", out.ptr);
		buffer_free(&out);
	}
}

#define PNPM  &format_pnpm_lock, "pnpm-lock.yaml"
#define BERRY &format_yarn_berry, "yarn.lock"
#define BUN   &format_bun_lock, "bun.lock"
#define DENO  &format_deno_lock, "deno.lock"

static void locks(void)
{
	static const struct row rows[] = {
		{"pnpm 9", PNPM,
			"lockfileVersion: '9.0'\npackages:\n\n  '@s/a@1.0.0':\n    resolution: "
			"{integrity: " SRI "}\n",
			"4 @s/a 1.0.0 [] =sha512-M in @s/a@1.0.0\n"},
		{"pnpm 6, peers", PNPM,
			"lockfileVersion: '6.0'\npackages:\n  /@s/a@1.0.0(b@2.0.0):\n    "
			"resolution: {integrity: " SRI "}\n",
			"3 @s/a 1.0.0 [] =sha512-M in /@s/a@1.0.0(b@2.0.0)\n"},
		{"pnpm 5, peers", PNPM,
			"lockfileVersion: 5.4\npackages:\n  /@s/a/1.0.0_b@2.0.0:\n    resolution: "
			"{integrity: " SRI "}\n",
			"3 @s/a 1.0.0 [] =sha512-M in /@s/a/1.0.0_b@2.0.0\n"},
		{"pnpm, a repository", PNPM,
			"lockfileVersion: '9.0'\npackages:\n  a@https://git.example.org/a.git#x:\n"
			"    resolution: {type: git, repo: https://git.example.org/a.git, "
			"commit: " COMMIT "}\n    version: 1.2.0\n",
			"3 a 1.2.0 [v] =01234567 <https://git.example.org/a.git in "
			"a@https://git.example.org/a.git#x\n"},
		{"pnpm, a folder", PNPM,
			"lockfileVersion: '9.0'\npackages:\n  a@file:lib/a:\n    resolution: "
			"{directory: lib/a, type: directory}\n",
			"3 a [l] <lib/a in a@file:lib/a\n"},
		{"pnpm, an archive of a commit", PNPM,
			"lockfileVersion: '9.0'\npackages:\n  "
			"a@https://h.example.org/tar.gz/" COMMIT ":\n"
			"    resolution: {tarball: https://h.example.org/tar.gz/" COMMIT "}\n",
			"3 a [v] =01234567 <https://h.example.org/tar.gz/" COMMIT
			" in a@https://h.example.org/tar.gz/" COMMIT "\n"},
		{"pnpm, doubled", PNPM,
			"lockfileVersion: '9.0'\npackages:\n  a@1.0.0:\n    resolution: "
			"{integrity: " SRI ", integrity: x}\n",
			"3 a 1.0.0 [] =sha512-M in a@1.0.0\nDOUBLED integrity"},
		{"pnpm, no resolution", PNPM,
			"lockfileVersion: '9.0'\npackages:\n  a@1.0.0:\n    engines: {}\n",
			"ERROR pnpm-lock.yaml:4:5: an entry without a resolution\n"},
		{"pnpm, unknown version", PNPM, "lockfileVersion: '12.0'\n",
			"ERROR pnpm-lock.yaml:1:18: a lockfileVersion that is not known (5, 6 and "
			"9 are)\n"},
		{"pnpm, no version", PNPM,
			"packages:\n  a@1.0.0:\n    resolution: {integrity: x}\n",
			"ERROR pnpm-lock.yaml:1:1: lockfileVersion does not come first\n"},
		{"berry", BERRY,
			"__metadata:\n  version: 8\n  cacheKey: 10c0\n\n\"a@npm:^1, "
			"a@npm:^1.2\":\n  version: 1.2.0\n"
			"  resolution: \"a@npm:1.2.0\"\n  checksum: 10c0/" HEX "\n",
			"5 a 1.2.0 [] =30313233\n"},
		{"berry, from elsewhere", BERRY,
			"__metadata:\n  version: 6\n  cacheKey: 8\n\"a@npm:^1\":\n  version: "
			"1.2.0\n"
			"  resolution: "
			"\"a@npm:1.2.0::__archiveUrl=https%3A%2F%2Fh.example.org%2Fa.tgz\"\n  "
			"checksum: " HEX "\n",
			"4 a 1.2.0 [] =30313233 <https://h.example.org/a.tgz\n"},
		{"berry, what resolution says counts", BERRY,
			"__metadata:\n  version: 8\n\"a@npm:^1\":\n  version: 1.2.0\n  resolution: "
			"\"b@npm:3.0.0\"\n  checksum: 10c0/" HEX "\n",
			"3 b 3.0.0 [] =30313233\n"},
		{"berry, another platform's", BERRY,
			"__metadata:\n  version: 8\n\"a@npm:^1\":\n  version: 1.2.0\n  resolution: "
			"\"a@npm:1.2.0\"\n  conditions: os=darwin\n",
			"3 a 1.2.0 [n]\n"},
		{"berry, no resolution", BERRY,
			"__metadata:\n  version: 8\n\"a@npm:^1\":\n  version: 1.2.0\n",
			"ERROR yarn.lock:4:3: an entry without a resolution\n"},
		{"yarn 1", BERRY, "# yarn lockfile v1\n\n\na@^1:\n  version \"1.0.0\"\n",
			"OTHER\n"},
		{"bun", BUN,
			"{\"lockfileVersion\": 1, \"workspaces\": {\"\": {}}, \"packages\": "
			"{\n\"a\": [\"a@1.0.0\", \"\", {}, \"" SRI "\"],\n"
			"\"a/@s/b\": [\"@s/b@2.0.0\", \"\", {}, \"" SRI "\"],\n},}",
			"2 a 1.0.0 [] =sha512-M in node_modules/a\n"
			"3 @s/b 2.0.0 [] =sha512-M in node_modules/a/node_modules/@s/b\n"},
		{"bun, a repository", BUN,
			"{\"lockfileVersion\": 1, \"workspaces\": {}, \"packages\": {\n\"a\": "
			"[\"a@github:o/a#" COMMIT "\", {}, \"o-a-0123456\"]}}",
			"2 a [v] =01234567 <github:o/a#" COMMIT " in node_modules/a\n"},
		{"bun, no hash", BUN,
			"{\"lockfileVersion\": 1, \"workspaces\": {}, \"packages\": {\n\"a\": "
			"[\"a@1.0.0\", \"\", {}]}}",
			"2 a 1.0.0 [] in node_modules/a\n"},
		{"bun, no name", BUN,
			"{\"lockfileVersion\": 1, \"workspaces\": {}, \"packages\": {\n\"a\": "
			"[1]}}",
			"ERROR bun.lock:2:6: an entry that does not begin with its name\n"},
		{"bun, cut off", BUN, "{\"lockfileVersion\": 1,",
			"ERROR bun.lock:1:23: expected a key in double quotes\n"},
		{"bun, binary", &format_bun_lockb, "bun.lockb", "#!/usr/bin/env bun",
			"ERROR bun.lockb:1:1: bun's binary lock cannot be read by people or by "
			"this check\n"},
		{"deno 5", DENO,
			"{\"version\": \"5\",\n\"npm\": {\"a@1.0.0_b@2\": {\"integrity\": \"" SRI
			"\"}},\n\"jsr\": {\"@s/c@1.0.0\": {\"integrity\": \""
			"0000\"}},\n\"remote\": {\"https://m.example.org/x.ts\": "
			"\"00\"},\n\"redirects\": {\"https://m.example.org/y\": "
			"\"https://m.example.org/z\"}}",
			"2 a 1.0.0 [] =sha512-M\n3 @s/c 1.0.0 [] =!\n4 https://m.example.org/x.ts "
			"[] =! <https://m.example.org/x.ts\n"
			"5 https://m.example.org/y [n] <https://m.example.org/z\n"},
		{"deno, unknown version", DENO, "{\"version\": \"9\"}",
			"ERROR deno.lock:1:1: a version of the format that is not known (2 to 5 "
			"are)\n"},
	};

	check_rows(rows, sizeof(rows) / sizeof(rows[0]));
}

/* ---- settings: "name value strength/usual" ---- */

static void settings(void)
{
	static const struct row rows[] = {
		{"npmrc", &format_npmrc, ".npmrc",
			"; c\nregistry = https://r.example.org/ ; "
			"c\n@s:registry=https://s.example.org\nstrict-ssl=false\n"
			"ignore-scripts\nonly-built-dependencies[]=a\nother=1\n",
			"registry https://r.example.org/ 0/0\n@s:registry https://s.example.org "
			"0/0\nstrict-ssl false 0/1\n"
			"ignore-scripts true 1/0\nonly-built-dependencies: a let through 0/1\n"},
		{"yarnrc", &format_yarnrc_yml, ".yarnrc.yml",
			"checksumBehavior: update\nenableScripts: false\nunsafeHttpWhitelist:\n  - "
			"h.example.org\n"
			"npmRegistryServer: https://r.example.org\nnpmScopes:\n  s:\n    "
			"npmRegistryServer: https://s.example.org\n",
			"checksumBehavior update 2/3\nenableScripts false "
			"1/0\nunsafeHttpWhitelist: h.example.org let through 0/1\n"
			"registry https://r.example.org 0/0\n@s:registry https://s.example.org "
			"0/0\n"},
		{"pnpm-workspace", &format_pnpm_workspace, "pnpm-workspace.yaml",
			"minimumReleaseAge: 1440\nallowBuilds:\n  a: true\n  b: "
			"false\ntrustPolicy: no-downgrade\n",
			"minimumReleaseAge 1440 1440/0\nallowBuilds: a let through "
			"0/1\ntrustPolicy no-downgrade 1/0\n"},
		{"bunfig", &format_bunfig, "bunfig.toml",
			"[install]\nregistry = {url = \"https://r.example.org\"}\nfrozenLockfile = "
			"true\n[install.scopes]\n"
			"s = \"https://s.example.org\"\n",
			"frozenLockfile true 1/0\nregistry https://r.example.org 0/0\n@s:registry "
			"https://s.example.org 0/0\n"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct document document = {.path = text_of(rows[i].path),
			.name = rows[i].path,
			.content = text_of(rows[i].content),
			.arena = arena};
		struct lock lock = {.arena = arena};
		struct buffer out = {0};
		struct err err = {0};

		CHECK_ROW(rows[i].name, format_read(rows[i].format, &lock, &document, &err) == 0);
		for (size_t s = 0; s < lock.settings.count; s++) {
			const struct setting *at = &lock.settings.items[s];

			buffer_printf(&out, "%.*s %.*s %d/%d\n", (int)at->name.len, at->name.ptr,
				(int)at->value.len, at->value.ptr, at->strength, at->usual);
		}
		buffer_byte(&out, '\0');
		CHECK_ROW(rows[i].name, strcmp(out.ptr, rows[i].expected) == 0);
		if (strcmp(out.ptr, rows[i].expected) != 0)
			fprintf(stderr, "%s", out.ptr);
		buffer_free(&out);
		arena_free(arena);
	}
}

int main(void)
{
	static const struct unit_test tests[] = {{"locks", locks}, {"settings", settings}};

	return unit_run(tests, sizeof(tests) / sizeof(tests[0]), __FILE__);
}
