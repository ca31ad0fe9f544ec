/* SPDX-License-Identifier: Apache-2.0
 *
 * npm's locks, package.json, .npmrc and yarn 1's files.
 */
#include "lock_text.h"
#include "unit.h"

extern const struct format format_pnpm_lock, format_npm_lock, format_npm_manifest, format_npmrc,
	format_yarn_lock, format_yarnrc;

/* 64 and 20 bytes of zeros. */
#define SRI       \
	"sha512-" \
	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="
#define SHA1                     "0000000000000000000000000000000000000000"
#define URL(name, base, version) "https://registry.example.org/" name "/-/" base "-" version ".tgz"
#define USUAL                    "SET usual registry https://usual-registry.invalid/\n"
#define V3(entries)              "{\"lockfileVersion\": 3, \"packages\": {\n" entries "}}"

struct row {
	const char *name;
	const struct format *format;
	const char *content, *text;
};

static const struct row rows[] = {
	{"version 3", &format_npm_lock,
		V3("\"\": {\"dependencies\": {\"a\": \"^1\"}, \"devDependencies\": {\"@s/b\": "
		   "\"*\"}},\n"
		   "\"node_modules/@s/b\": {\"version\": \"2.0.0\", \"resolved\": \"" URL("@s/b",
			   "b", "2.0.0") "\", \"integrity\": \"" SRI
					 "\", \"dependencies\": {\"a\": \"^2\"}},\n"
					 "\"node_modules/@s/b/node_modules/a\": {\"version\": "
					 "\"2.0.0\", \"integrity\": \"" SRI
					 "\", \"hasInstallScript\": true},\n"
					 "\"node_modules/a\": {\"version\": \"1.0.0\", \"name\": "
					 "\"real\", \"integrity\": \"" SRI "\"}\n"),
		"3 @s/b 2.0.0 [] =sha512-A <" URL("@s/b", "b",
			"2.0.0") " in node_modules/@s/b\n"
				 "4 a 2.0.0 [] =sha512-A in node_modules/@s/b/node_modules/a\n"
				 "5 real 1.0.0 [] =sha512-A in node_modules/a\n"
				 "* > 2\n* > 0\n0 > 1\n"
				 "NEED a ^1 0\nNEED @s/b * 1\n"},
	{"workspaces", &format_npm_lock,
		V3("\"\": {\"workspaces\": [\"p/*\"]},\n"
		   "\"p/x\": {\"name\": \"@w/x\", \"version\": \"0.0.0\", \"dependencies\": "
		   "{\"a\": \"1\", \"b\": \"1\"}},\n"
		   "\"p/x/node_modules/a\": {\"version\": \"1.0.0\", \"integrity\": \"" SRI "\"},\n"
		   "\"node_modules/@w/x\": {\"resolved\": \"p/x\", \"link\": true},\n"
		   "\"node_modules/b\": {\"version\": \"1.0.0\", \"integrity\": \"" SRI "\"}\n"),
		"3 @w/x 0.0.0 [l] in p/x\n"
		"4 a 1.0.0 [] =sha512-A in p/x/node_modules/a\n"
		"5 @w/x [l] in node_modules/@w/x\n"
		"6 b 1.0.0 [] =sha512-A in node_modules/b\n"
		"* > 2\n0 > 1\n0 > 3\n2 > 0\n"
		"NEED p/x/ a 1 0\nNEED p/x/ b 1 0\n" USUAL},
	{"a repository", &format_npm_lock,
		V3("\"node_modules/a\": {\"version\": \"1.0.0\", \"resolved\": "
		   "\"git+ssh://git@github.com/o/a.git#" SHA1 "\", \"integrity\": \"" SRI "\"}\n"),
		"2 a 1.0.0 [v] =00000000 <git+ssh://git@github.com/o/a.git#" SHA1
		" in node_modules/a\n"},
	{"no digest, an empty one, a flawed one", &format_npm_lock,
		V3("\"node_modules/a\": {\"version\": \"1.0.0\"},\n\"node_modules/b\": "
		   "{\"version\": \"1.0.0\", \"integrity\": \"\"},\n"
		   "\"node_modules/c\": {\"version\": \"1.0.0\", \"integrity\": "
		   "\"sha512-AAAA\"}\n"),
		"2 a 1.0.0 [] in node_modules/a\n3 b 1.0.0 [] =! in node_modules/b\n4 c 1.0.0 [] "
		"=! in node_modules/c\n" USUAL},
	{"bundled counts only inside another package", &format_npm_lock,
		V3("\"node_modules/a\": {\"version\": \"1.0.0\", \"inBundle\": true, "
		   "\"bundleDependencies\": [\"b\"]},\n"
		   "\"node_modules/a/node_modules/b\": {\"version\": \"1.0.0\", \"inBundle\": "
		   "true}\n"),
		"2 a 1.0.0 [] in node_modules/a\n3 b 1.0.0 [l] in node_modules/a/node_modules/b\n0 "
		"> 1\n"},
	{"a link to a URL is none", &format_npm_lock,
		V3("\"node_modules/a\": {\"version\": \"1.0.0\", \"resolved\": "
		   "\"https://x.example.com/a.tgz\", \"link\": true}\n"),
		"2 a 1.0.0 [] <https://x.example.com/a.tgz in node_modules/a\n"},
	{"version 1", &format_npm_lock,
		"{\"lockfileVersion\": 1, \"requires\": true, \"dependencies\": {\n"
		"\"a\": {\"version\": \"1.0.0\", \"resolved\": \"" URL("a", "a",
			"1.0.0") "\", \"integrity\": \"" SRI
				 "\", \"requires\": {\"b\": \"^1\"}, \"dependencies\": {\n"
				 "\"b\": {\"version\": \"npm:c@1.5.0\", \"integrity\": \"" SRI
				 "\"}}},\n"
				 "\"d\": {\"version\": \"git+https://github.com/o/d.git#" SHA1
				 "\", \"from\": \"x\"},\n"
				 "\"e\": {\"version\": \"file:../e\"},\n"
				 "\"f\": {\"version\": \"1.0.0\", \"bundled\": true}}}",
		"2 a 1.0.0 [] =sha512-A <" URL("a", "a",
			"1.0.0") " in node_modules/a\n"
				 "3 c 1.5.0 [] =sha512-A in node_modules/a/node_modules/b\n"
				 "4 d [v] =00000000 <git+https://github.com/o/d.git#" SHA1
				 " in node_modules/d\n"
				 "5 e [l] in node_modules/e\n6 f 1.0.0 [l] in node_modules/f\n0 > "
				 "1\n"},
	{"version 2, halves that agree and halves that do not", &format_npm_lock,
		"{\"lockfileVersion\": 2, \"packages\": {\"\": {},\n"
		"\"node_modules/a\": {\"version\": \"1.0.0\", \"integrity\": \"" SRI "\"},\n"
		"\"node_modules/b\": {\"version\": \"1.0.0\", \"integrity\": \"" SRI
		"\"}\n},\"dependencies\": {\n"
		"\"a\": {\"version\": \"1.0.0\", \"integrity\": \"" SRI "\"},\n"
		"\"b\": {\"version\": \"1.0.0\", \"integrity\": \"sha512-AAAA\"},\n"
		"\"c\": {\"version\": \"1.0.0\", \"integrity\": \"" SRI "\"}}}",
		"2 a 1.0.0 [] =sha512-A in node_modules/a\n3 b 1.0.0 [] =sha512-A in "
		"node_modules/b\n"
		"6 b 1.0.0 [] =! in node_modules/b\n7 c 1.0.0 [] =sha512-A in "
		"node_modules/c\n" USUAL},
	{"keys that stand twice", &format_npm_lock,
		V3("\"node_modules/a\": {\"version\": \"1.0.0\", \"integrity\": "
		   "\"\",\n\"integrity\": \"" SRI "\"},\n"
		   "\"node_modules/a\": {\"version\": \"2.0.0\", \"integrity\": \"" SRI "\"}\n"),
		"2 a 1.0.0 [] =sha512-A in node_modules/a\n4 a 2.0.0 [] =sha512-A in "
		"node_modules/a\n" USUAL "DOUBLED integrity 3\nDOUBLED node_modules/a 4\n"},
	{"no version", &format_npm_lock, V3("\"node_modules/a\": {\"integrity\": \"" SRI "\"}\n"),
		"ERROR f:2:19: the entry has no version\n"},
	{"a version that is a number", &format_npm_lock,
		V3("\"node_modules/a\": {\"version\": 1}\n"),
		"ERROR f:2:31: version is no string\n"},
	{"an entry that is a list", &format_npm_lock, V3("\"node_modules/a\": []\n"),
		"ERROR f:2:1: the entry is no object\n"},
	{"an unknown version of the format", &format_npm_lock,
		"{\"lockfileVersion\": 4, \"packages\": {}}",
		"ERROR f:1:21: lockfileVersion 4 is not known\n"},
	{"no packages", &format_npm_lock, "{\"lockfileVersion\": 3}",
		"ERROR f:1:1: version 3 of a lock has packages, this has none\n"},
	{"cut off", &format_npm_lock,
		"{\"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": {",
		"ERROR f:1:56: expected a key in double quotes\n"},
	{"a conflict", &format_npm_lock, "{\n<<<<<<< HEAD\n",
		"ERROR f:2:1: expected a key in double quotes\n"},
	{"a manifest", &format_npm_manifest,
		"{\"dependencies\": {\"a\": \"^1\", \"o\": \"^1\", \"l\": "
		"\"file:../l\"},\n\"optionalDependencies\": {\"o\": \"^2\"},\n"
		"\"workspaces\": {\"packages\": [\"p/*\"]}, \"packageManager\": "
		"\"pnpm@9.1.0+sha1." SHA1 "\",\n"
		"\"overrides\": {\"b\": {\"c@1\": \"2\"}}, \"resolutions\": {\"**/@s/d\": \"3\", "
		"\"x/e\": \"4\"},\n"
		"\"pnpm\": {\"overrides\": {\"x>f@1\": \"5\"}, \"onlyBuiltDependencies\": "
		"[\"g\"]}, \"trustedDependencies\": [\"h\"],\n"
		"\"allowScripts\": {\"i\": true, \"j\": false}}",
		"3 pnpm 9.1.0 [] =00000000\n"
		"NEED o ^2 2\nNEED a ^1 0\nNEED l file:../l 8\nNEED b 10\nNEED c 2 10\nNEED @s/d 3 "
		"10\nNEED e 4 10\nNEED f 5 10\n"
		"SET onlyBuiltDependencies: g may run install scripts 0/1\n"
		"SET trustedDependencies: h may run install scripts 0/1\nSET allowScripts: i may "
		"run install scripts 0/1\n"},
	{"a manifest that is a list", &format_npm_manifest, "[]",
		"ERROR f:1:1: the manifest is no object\n"},
	{"a range that is a number", &format_npm_manifest, "{\"dependencies\": {\"a\": 1}}",
		"ERROR f:1:24: the version that is asked for is no string\n"},
	{".npmrc", &format_npmrc,
		"; comment\nregistry = https://registry.example.org/ ; "
		"why\n@s:registry=\"https://s.example.org\"\n"
		"ignore-scripts\nstrict-ssl=false\nminimum-release-age=60\n//registry.example.org/"
		":_authToken=${TOKEN}\nstrict-ssl=true\n",
		"SET registry https://registry.example.org/\nSET @s:registry "
		"https://s.example.org\n"
		"SET ignore-scripts true 1/0\nSET strict-ssl false 0/1\nSET minimum-release-age 60 "
		"60/0\n"
		"SET strict-ssl true 1/1\nDOUBLED strict-ssl 8\n"},
	{"yarn 1", &format_yarn_lock,
		"# yarn lockfile v1\n\n\n\"@s/b@^1\", \"@s/b@^1.2\":\n  version \"1.2.0\"\n  "
		"resolved \"" URL("@s/b", "b",
			"1.2.0") "#" SHA1 "\"\n  integrity " SRI "\n"
				 "  dependencies:\n    a \"^1\"\n\na@^1:\n  version \"1.0.0\"\n  "
				 "resolved \"" URL("a", "a",
					 "1.0.0") "\"\n\n"
						  "\"alias@npm:real@^1\":\n  version "
						  "\"1.0.0\"\n\n\"local@file:./x\":\n  version "
						  "\"0.0.0\"\n\n"
						  "\"g@o/g\":\n  version \"1.0.0\"\n  resolved "
						  "\"https://codeload.github.com/o/g/tar.gz/" SHA1
						  "\"\n",
		"4 @s/b 1.2.0 [] =00000000 =sha512-A <" URL("@s/b", "b",
			"1.2.0") "\n"
				 "11 a 1.0.0 [] <" URL("a", "a",
					 "1.0.0") "\n15 real 1.0.0 []\n18 local 0.0.0 [l]\n"
						  "21 g 1.0.0 [v] =00000000 "
						  "<https://codeload.github.com/o/g/tar.gz/" SHA1
						  "\n0 > 1\n"},
	{"yarn 1, two names for one entry", &format_yarn_lock, "a@^1, b@^1:\n  version \"1.0.0\"\n",
		"1 a 1.0.0 []\n1 b 1.0.0 []\n"},
	{"yarn 1, twice", &format_yarn_lock,
		"a@^1:\n  version \"1.0.0\"\n  version \"2.0.0\"\n\na@^1:\n  version \"1.0.0\"\n",
		"1 a 2.0.0 []\n5 a 1.0.0 []\nDOUBLED version 3\nDOUBLED a@^1 5\n"},
	{"yarn 1, no version", &format_yarn_lock, "a@^1:\n  resolved \"x\"\n",
		"ERROR f:1:1: the entry has no version\n"},
	{"yarn 1, a conflict", &format_yarn_lock, "<<<<<<< HEAD\n",
		"ERROR f:1:1: a mark of a merge conflict\n"},
	{"yarn 1, a string without end", &format_yarn_lock, "a@^1:\n  version \"1.0\n",
		"ERROR f:2:11: the string does not end\n"},
	{"yarn 1, odd blanks", &format_yarn_lock, "a@^1:\n   version \"1.0\"\n",
		"ERROR f:2:4: an odd number of blanks\n"},
	{"yarn 1, too deep", &format_yarn_lock, "a@^1:\n  version \"1\"\n    b c\n",
		"ERROR f:3:5: is indented too far\n"},
	{"yarn 1, a field alone", &format_yarn_lock, "version \"1\"\n",
		"ERROR f:1:1: expected an entry\n"},
	{"yarn 1, more than a value", &format_yarn_lock, "a@^1:\n  version \"1\" x\n",
		"ERROR f:2:15: something is left on the line\n"},
	{".yarnrc", &format_yarnrc,
		"registry \"https://registry.example.org\"\nstrict-ssl "
		"false\n--install.frozen-lockfile true\n",
		"SET registry https://registry.example.org\nSET strict-ssl false 0/1\nSET "
		"install.frozen-lockfile true 1/0\n"},
};

static void reads(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct buffer out = {0};
		struct lock lock;

		buffer_string(&out, "");
		(void)lock_text(&out, &lock, rows[i].format, text_of(rows[i].content), arena);
		if (!text_is(buffer_text(&out), rows[i].text))
			fprintf(stderr, "---- %s\n%s----\n", rows[i].name, out.ptr ? out.ptr : "");
		CHECK_ROW(rows[i].name, text_is(buffer_text(&out), rows[i].text));
		buffer_free(&out);
		arena_free(arena);
	}
}

/* Entries whose bytes the base has are taken over: the result is as if all had been read, but for edges to what the base
 * has. */
static void takes_over(void)
{
	for (size_t b = 0; b < sizeof(rows) / sizeof(rows[0]); b++)
		for (size_t h = 0; h < sizeof(rows) / sizeof(rows[0]); h++) {
			struct arena *arena = arena_new();
			struct buffer whole = {0}, over = {0}, base_text = {0};
			struct lock base, lock;

			if (rows[b].format == &format_npm_lock &&
				rows[h].format == &format_npm_lock &&
				lock_text(&base_text, &base, rows[b].format,
					text_of(rows[b].content), arena) == 0) {
				(void)lock_text_but(&whole, &lock, rows[h].format,
					text_of(rows[h].content), NULL, &base, arena);
				(void)lock_text_but(&over, &lock, rows[h].format,
					text_of(rows[h].content), &base, &base, arena);
				CHECK_ROW(rows[h].name,
					text_equal(buffer_text(&whole), buffer_text(&over)));
			}
			buffer_free(&base_text);
			buffer_free(&whole);
			buffer_free(&over);
			arena_free(arena);
		}
}

/* pnpm's likewise. A key may come to mean another package, and what was asked for in vain may come. */
#define PNPM_LOCK(packages, snapshots)                                                       \
	"lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      a: {specifier: " \
	"^1.0.0, version: 1.0.0}\n"                                                          \
	"packages:\n" packages "  z@1.0.0:\n    resolution: {integrity: " SRI                \
	"}\nsnapshots:\n" snapshots "  z@1.0.0: {}\n"
#define PNPM_A          "  a@1.0.0:\n    resolution: {integrity: " SRI "}\n"
#define PNPM_B(version) "  b@" version ":\n    resolution: {integrity: " SRI "}\n"
#define PNPM_URL(version)                                                                          \
	"  b@https://example.org/b.tgz:\n    resolution: {tarball: https://example.org/b.tgz}\n  " \
	"  version: " version "\n"
#define ASKS(whom) "  a@1.0.0:\n    dependencies:\n      " whom "\n"

static void takes_over_pnpm(void)
{
	static const char *const locks[] = {
		PNPM_LOCK(PNPM_A, ASKS("b: 1.0.0")), /* in vain */
		PNPM_LOCK(PNPM_A PNPM_B("1.0.0"), ASKS("b: 1.0.0") "  b@1.0.0: {}\n"),
		PNPM_LOCK(PNPM_A PNPM_B("1.1.0"), ASKS("b: 1.0.0") "  b@1.0.0: {}\n"),
		PNPM_LOCK(PNPM_B("1.0.0"), ASKS("b: 1.0.0") "  b@1.0.0: {}\n"), /* of nobody */
		PNPM_LOCK(PNPM_A PNPM_URL("1.0.0"), ASKS("b: https://example.org/b.tgz")),
		PNPM_LOCK(PNPM_A PNPM_URL("2.0.0"), ASKS("b: https://example.org/b.tgz")),
		PNPM_LOCK(PNPM_B("1.0.0") PNPM_A,
			"  b@1.0.0: {}\n" ASKS("b: 1.0.0")),                 /* not sorted */
		PNPM_LOCK(PNPM_A PNPM_A, ASKS("b: 1.0.0") ASKS("c: 1.0.0")), /* doubled */
		PNPM_LOCK(PNPM_A "    engines: {node: '>=1', node: '>=2'}\n", ASKS("b: 1.0.0")),
	};
	const size_t count = sizeof(locks) / sizeof(locks[0]);

	for (size_t i = 0; i < count * count; i++) {
		struct arena *arena = arena_new();
		struct buffer base_text = {0}, whole = {0}, over = {0};
		struct lock base, lock;
		struct text head = text_of(locks[i % count]);

		CU_ASSERT(lock_text(&base_text, &base, &format_pnpm_lock, text_of(locks[i / count]),
				  arena) == 0);
		CU_ASSERT(lock_text_but(
				  &whole, &lock, &format_pnpm_lock, head, NULL, &base, arena) == 0);
		CU_ASSERT(lock_text_but(
				  &over, &lock, &format_pnpm_lock, head, &base, &base, arena) == 0);
		CHECK_ROW(locks[i % count], text_equal(buffer_text(&whole), buffer_text(&over)));
		buffer_free(&base_text);
		buffer_free(&whole);
		buffer_free(&over);
		arena_free(arena);
	}
}

static void urls(void)
{
	static const struct {
		const char *name, *version, *source;
		bool fits;
	} all[] = {
		{"a", "1.0.0", URL("a", "a", "1.0.0"), true},
		{"a", "1.0.0", URL("a", "a", "1.0.1"), false},
		{"a", "1.0.0", URL("b", "a", "1.0.0"), false},
		{"a", "1.0.0", URL("a", "b", "1.0.0"), false},
		{"a", "1.0.0", URL("a/../b", "a", "1.0.0"), false},
		{"@s/a", "1.0.0", URL("@s/a", "a", "1.0.0"), true},
		{"@s/a", "1.0.0", URL("@s%2fa", "a", "1.0.0"), true},
		{"@s/a", "1.0.0", URL("%40s%2Fa", "a", "1.0.0"), true},
		{"@s/a", "1.0.0", URL("@s/a", "@s/a", "1.0.0"), true},
		{"@s/a", "1.0.0", URL("@t/a", "a", "1.0.0"), false},
		{"@s/a", "1.0.0", URL("a", "a", "1.0.0"), false},
		{"a", "1.0.0", URL("@s/a", "a", "1.0.0"), false},
		{"a", "1.0.0", "https://proxy.example.org/api/npm/all/a/-/a-1.0.0.tgz", true},
		{"a", "1.0.0+build.1", URL("a", "a", "1.0.0"), true},
		{"a", "1.0.0-rc.1", URL("a", "a", "1.0.0-rc.1"), true},
		{"a", "1.0.0", URL("a", "a", "1.0.0") "?x=/-/b", true},
		{"@s/a", "1.0.0", "https://npm.example.com/download/@s/a/1.0.0/0a1b2c", true},
		{"a", "1.0.0", "https://codeload.github.com/o/b/tar.gz/" SHA1, true},
		{"a", "1.0.0", "https://github.com/o/b/archive/v1.tar.gz", true},
		{"a", "1.0.0", "", true},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct pin pin = {.name = text_of(all[i].name),
			.version = text_of(all[i].version),
			.source = text_of(all[i].source)};

		CHECK_ROW(all[i].source, format_npm_lock.url_fits(&pin) == all[i].fits);
	}
}

/* ---- second copies ---- */

#define ENTRY(place, version, asks)                                                        \
	"\"node_modules/" place "\": {\"version\": \"" version "\", \"integrity\": \"" SRI \
	"\", \"dependencies\": {" asks "}},\n"
#define LOCK(entries)                                                          \
	V3("\"\": {\"dependencies\": {\"a\": \"1\", \"b\": \"2\"}},\n" entries \
	   "\"node_modules/z\": {\"version\": \"1.0.0\"}\n")
#define A               ENTRY("a", "1.0.0", "\"b\": \"^2.0.0\"")
#define B(version)      ENTRY("b", version, "")
#define NESTED(version) ENTRY("a/node_modules/b", version, "")

static const struct {
	const char *name, *base, *head, *why;
	uint32_t pin;
} copies[] = {
	{"met above", LOCK(A B("2.1.0")), LOCK(A NESTED("2.0.5") B("2.1.0")),
		"2.1.0 at node_modules/b is what a asks for", 1},
	{"not met above", LOCK(A B("3.0.0")), LOCK(A NESTED("2.0.5") B("3.0.0")), NULL, 1},
	{"the one above moved too", LOCK(A B("2.0.0")), LOCK(A NESTED("2.0.5") B("2.1.0")), NULL,
		1},
	{"the copy was there, in another version", LOCK(A NESTED("2.0.1") B("2.1.0")),
		LOCK(A NESTED("2.0.5") B("2.1.0")), NULL, 1},
	{"asked for by what did not ask before", LOCK(A B("2.1.0")),
		LOCK(ENTRY("a", "1.0.0", "\"b\": \"^2.0.0\", \"c\": \"1\"") B("2.1.0")
				ENTRY("c", "1.0.0", "")),
		"a 1.0.0 did not ask for it before", 2},
	{"another range of what asked before", LOCK(A B("2.1.0")),
		LOCK(ENTRY("a", "1.0.0", "\"b\": \"2.0.5\"") NESTED("2.0.5") B("2.1.0")),
		"a 1.0.0 did not ask for it before", 1},
	{"asked for by another version", LOCK(A B("2.1.0")),
		LOCK(ENTRY("a", "1.1.0", "\"b\": \"^2.0.0\", \"c\": \"1\"") B("2.1.0")
				ENTRY("c", "1.0.0", "")),
		NULL, 2},
	{"the project asks", LOCK(A B("2.1.0")), LOCK(A B("2.2.0")), NULL, 1},
	{"a repository that nobody names", LOCK(A B("2.1.0")),
		LOCK(A "\"node_modules/b\": {\"version\": \"2.1.0\", \"resolved\": "
		       "\"git+https://github.com/o/b.git#" SHA1 "\"},\n"),
		"it is asked for by its version, not from a repository", 1},
	{"no base", NULL, LOCK(A NESTED("2.0.5") B("2.1.0")), NULL, 1},
};

static void shadows(void)
{
	for (size_t i = 0; i < sizeof(copies) / sizeof(copies[0]); i++) {
		struct arena *arena = arena_new();
		struct buffer out = {0};
		struct lock base, head;
		const char *why;

		if (copies[i].base)
			CHECK_ROW(copies[i].name, lock_text(&out, &base, &format_npm_lock,
							  text_of(copies[i].base), arena) == 0);
		CHECK_ROW(copies[i].name, lock_text(&out, &head, &format_npm_lock,
						  text_of(copies[i].head), arena) == 0);
		why = format_npm_lock.shadow(&head, copies[i].pin, copies[i].base ? &base : NULL);
		if (why && (!copies[i].why || strcmp(why, copies[i].why) != 0))
			fprintf(stderr, "%s: %s\n", copies[i].name, why);
		CHECK_ROW(copies[i].name,
			why ? copies[i].why && strcmp(why, copies[i].why) == 0 : !copies[i].why);
		buffer_free(&out);
		arena_free(arena);
	}
}

static const struct unit_test tests[] = {{"reads", reads}, {"takes over", takes_over},
	{"takes over, pnpm", takes_over_pnpm}, {"URLs", urls}, {"second copies", shadows}};

UNIT_MAIN(tests)
