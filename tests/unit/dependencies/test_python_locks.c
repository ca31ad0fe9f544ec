/* SPDX-License-Identifier: Apache-2.0
 *
 * The locks of uv, Poetry, PDM, PEP 751 and Pipenv, and their manifests. Flags are hexadecimal, "@" is the line.
 */
#include "python_reading.h"

#define HEX    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define COMMIT "0123456789012345678901234567890123456789"

extern const struct format format_uv_lock, format_uv_toml, format_pyproject, format_poetry_lock,
	format_pdm_lock, format_pylock, format_pipfile, format_pipfile_lock;

#define UV "version = 1\nrevision = 9\n"
#define PACKAGE(name, version, rest) \
	"[[package]]\nname = \"" name "\"\nversion = \"" version "\"\n" rest

static void test_uv(void)
{
	static const struct reading_row rows[] = {
		{"no packages", UV, ""},
		{"files",
			UV PACKAGE("idna", "3.6",
				"source = { registry = \"https://r.example.org/simple\" }\n"
				"sdist = { url = \"https://f.example.org/idna-3.6.tar.gz\", hash = "
				"\"sha256:" HEX "\" }\n"
				"wheels = [\n{ url = "
				"\"https://f.example.org/idna-3.6-py3-none-any.whl\" },\n]\n"),
			"idna 3.6 1@4 sha256;idna 3.6 idna-3.6.tar.gz 0@7 sha256;"
			"idna 3.6 idna-3.6-py3-none-any.whl 0@9;"},
		{"repository",
			UV PACKAGE("a", "1",
				"source = { git = \"https://github.com/x/a?rev=v1#" COMMIT
				"\" }\n"),
			"a 1 4@4 git;"},
		{"repository without commit",
			UV PACKAGE("a", "1", "source = { git = \"https://github.com/x/a\" }\n"),
			"error: f:6:18: a repository without its commit"},
		{"archive",
			UV PACKAGE("a", "1",
				"source = { url = \"https://f.example.org/a-1.zip\" }\n"
				"sdist = { hash = \"sha256:" HEX "\" }\n"),
			"a 1 1@4 sha256;a 1 a-1.zip 0@7 sha256;"},
		{"file here",
			UV PACKAGE("a", "1",
				"source = { path = \"wheels/a-1-py3-none-any.whl\" }\n"
				"wheels = [{ filename = \"a-1-py3-none-any.whl\", hash = "
				"\"sha256:" HEX "\" }]\n"),
			"a 1 2@4 sha256;a 1 a-1-py3-none-any.whl 2@7 sha256;"},
		{"project",
			UV PACKAGE("p", "0",
				"source = { virtual = \".\" }\n[package.metadata]\n"
				"requires-dist = [{ name = \"A\", specifier = \">=1, <2\" }, { "
				"name = \"b\", path = \"b\" }]\n"
				"[package.metadata.requires-dev]\ndev = [{ name = \"c\", git = "
				"\"https://github.com/x/c?rev=1\" }]\n"),
			"p 0 42@4;?a <2,>=1;?b ;?c https://github.com/x/c;"},
		{"no version", "revision = 1\n",
			"error: f:1:1: this is no uv lock of a version that is known (version = "
			"1)"},
		{"version 2", "version = 2\n",
			"error: f:1:11: this is no uv lock of a version that is known (version = "
			"1)"},
		{"no source", UV PACKAGE("a", "1", ""),
			"error: f:3:1: a package without its source"},
		{"new source", UV PACKAGE("a", "1", "source = { moon = \"x\" }\n"),
			"error: f:6:10: a kind of source that is not known"},
		{"no name", UV "[[package]]\nversion = \"1\"\n",
			"error: f:3:1: there is no \"name\" here"},
		{"name of another type", UV "[[package]]\nname = 1\n",
			"error: f:4:8: \"name\" is no string"},
		{"packages no array", UV "package = 1\n", "error: f:3:11: \"package\" is no array"},
		{"conflict marks", UV "<<<<<<< ours\n", "error: f:3:1: "},
	};

	CHECK_ROWS(format_uv_lock, rows);
}

#define FILES "files = [{file = \"a-1.zip\", hash = \"sha256:" HEX "\"}]\n"

static void test_poetry(void)
{
	static const struct reading_row rows[] = {
		{"2.1",
			PACKAGE("A", "1",
				FILES "[package.dependencies]\nb = \"*\"\n[metadata]\nlock-version "
				      "= \"2.1\"\n"),
			"a 1 1@2 sha256;a 1 a-1.zip 0@4 sha256;"},
		{"1.1, two versions",
			PACKAGE("a", "1", "") PACKAGE("a", "2",
				"") "[metadata]\nlock-version = \"1.1\"\n[metadata.files]\nA = [\n"
				    "{file = \"a-1.zip\", hash = \"sha256:" HEX
				    "\"},\n{file = \"a-2.zip\", hash = \"md5:00\"},\n]\n",
			"a 1 1@2 sha256;a 2 1@5;a 1 a-1.zip 0@11 sha256;a 2 a-2.zip 0@12 md5(is "
			"cut off);"},
		{"repository",
			PACKAGE("a", "1",
				"[package.source]\ntype = \"git\"\nurl = "
				"\"https://github.com/x/a\"\n"
				"reference = \"main\"\nresolved_reference = \"" COMMIT
				"\"\n[metadata]\nlock-version = \"2.0\"\n"),
			"a 1 4@2 git;"},
		{"folder",
			PACKAGE("a", "1",
				"[package.source]\ntype = \"directory\"\nurl = "
				"\"../a\"\n[metadata]\nlock-version = \"2.0\"\n"),
			"a 1 3@2;"},
		{"new source",
			PACKAGE("a", "1", "[package.source]\ntype = \"moon\"\nurl = \"x\"\n"),
			"error: f:4:1: a kind of source that is not known"},
		{"cut off", PACKAGE("a", "1", ""),
			"error: f:1:1: there is no [metadata]: the file is cut off"},
		{"version 3", "[metadata]\nlock-version = \"3.0\"\n",
			"error: f:1:1: a lock-version that is not known (1.x and 2.x are)"},
		{"no version of a package", "[[package]]\nname = \"a\"\n",
			"error: f:1:1: a package without its version"},
		{"bad name", "[[package]]\nname = \"a b\"\n",
			"error: f:2:8: this is no name of a package"},
	};

	CHECK_ROWS(format_poetry_lock, rows);
}

#define PDM "[metadata]\nlock_version = \"4.5.0\"\n"

static void test_pdm(void)
{
	static const struct reading_row rows[] = {
		{"extras",
			PDM PACKAGE("a", "1", FILES) PACKAGE(
				"a", "1", "extras = [\"x\"]\ndependencies = [\"b<2\"]\n" FILES),
			"a 1 1@4 sha256;a 1 a-1.zip 0@6 sha256;a 1 1@8 sha256;a 1 a-1.zip 0@12 "
			"sha256;"},
		{"files apart",
			"[metadata]\nlock_version = \"4.0\"\n[metadata.files]\n\"a 1\" = [{url = "
			"\"https://f.example.org/a-1.zip\", "
			"hash = \"sha256:" HEX "\"}]\n" PACKAGE("a", "1", ""),
			"a 1 1@6 sha256;a 1 a-1.zip 0@4 sha256;"},
		{"repository",
			PDM PACKAGE("a", "1",
				"git = \"https://github.com/x/a\"\nref = \"main\"\nrevision = "
				"\"" COMMIT "\"\n"),
			"a 1 4@4 git;"},
		{"repository without commit",
			PDM PACKAGE("a", "1", "git = \"https://github.com/x/a\"\n"),
			"error: f:3:1: a repository without its address or commit"},
		{"folder", PDM PACKAGE("a", "1", "path = \"./a\"\n"), "a 1 3@4;"},
		{"bad requirement", PDM PACKAGE("a", "1", "dependencies = [\"b b\"]\n"),
			"error: f:6:17: this is no requirement"},
		{"version 9", "[metadata]\nlock_version = \"9.0\"\n",
			"error: f:1:1: a lock_version that is not known (3.x and 4.x are)"},
		{"no metadata", "", "error: f:1:1: there is no [metadata]"},
	};

	CHECK_ROWS(format_pdm_lock, rows);
}

#define PYLOCK               "lock-version = \"1.0\"\n"
#define PACKAGES(name, rest) "[[packages]]\nname = \"" name "\"\n" rest

static void test_pylock(void)
{
	static const struct reading_row rows[] = {
		{"files",
			PYLOCK PACKAGES("a",
				"version = \"1\"\nindex = \"https://r.example.org/simple\"\n"
				"wheels = [{url = \"https://f.example.org/a-1-py3-none-any.whl\", "
				"hashes = {sha256 = \"" HEX "\", md5 = \"00\"}}]\n"),
			"a 1 1@3 sha256;a 1 a-1-py3-none-any.whl 200@6 sha256 md5(is cut off);"},
		{"archive",
			PYLOCK PACKAGES("a", "archive = {url = \"https://f.example.org/a-1.zip\", "
					     "hashes = {sha256 = \"" HEX "\"}}\n"),
			"a  1@3 sha256;a  a-1.zip 200@4 sha256;"},
		{"repository",
			PYLOCK PACKAGES("a",
				"vcs = {type = \"git\", url = \"https://github.com/x/a\", "
				"commit-id = \"" COMMIT "\"}\n"),
			"a  4@3 git;"},
		{"folder", PYLOCK PACKAGES("a", "directory = {path = \"a\"}\n"), "a  2@3;"},
		{"version 2", "lock-version = \"2.0\"\npackages = []\n",
			"error: f:1:1: a lock-version that is not known (1.x is)"},
		{"cut off", PYLOCK, "error: f:1:1: there are no packages: the file is cut off"},
	};

	CHECK_ROWS(format_pylock, rows);
}

#define META                                                                          \
	"{\"_meta\": {\"pipfile-spec\": 6, \"sources\": [{\"name\": \"r\", \"url\": " \
	"\"https://r.example.org/simple\"}]}, "

static void test_pipenv(void)
{
	static const struct reading_row rows[] = {
		{"hashes",
			META "\n\"default\": {\"A\": {\"version\": \"==1\", \"index\": \"r\", "
			     "\"hashes\": [\"sha256:" HEX "\"]}}}",
			"a 1 1@2 sha256;!source=https://r.example.org/simple;"},
		{"repository",
			META "\"default\": {\"a\": {\"git\": \"https://github.com/x/a\", \"ref\": "
			     "\"" COMMIT "\"}}}",
			"a " COMMIT " c@1 git;!source=https://r.example.org/simple;"},
		{"folder", META "\"default\": {\"a\": {\"path\": \".\", \"editable\": true}}}",
			"a  3@1;!source=https://r.example.org/simple;"},
		{"twice",
			META "\"default\": {\"a\": {\"version\": \"==1\", \"version\": \"==2\"}}}",
			"a 2 1@1;!source=https://r.example.org/simple;=version;"},
		{"neither version nor source", META "\"default\": {\"a\": {}}}",
			"error: f:1:116: a package without a version or a source"},
		{"other specification", "{\"_meta\": {\"pipfile-spec\": 7}}",
			"error: f:1:28: this is no Pipfile.lock of a version that is known (6)"},
		{"no _meta", "{}", "error: f:1:1: there is no \"_meta\""},
		{"cut off", "{\"_meta\": {", "error: f:1:12: "},
	};

	CHECK_ROWS(format_pipfile_lock, rows);
}

static void test_manifests(void)
{
	static const struct reading_row rows[] = {
		{"PEP 621 and 735",
			"[project]\ndependencies = [\"A [x]>=1,<2 ; python_version>'3'\"]\n"
			"[project.optional-dependencies]\no = [\"b\"]\n[dependency-groups]\n"
			"d = [\"c==1.*\", {include-group = \"e\"}]\ne = []\n",
			"?a <2,>=1;?b ;?c ==1.*;"},
		{"Poetry",
			"[tool.poetry.dependencies]\npython = \"^3\"\nA_b = \"^1\"\nc = {version = "
			"\"*\", optional = true}\n"
			"d = [{version = \"1\"}, {git = \"https://github.com/x/d.git\"}]\n"
			"[[tool.poetry.source]]\nname = \"r\"\nurl = "
			"\"https://r.example.org/simple\"\n",
			"?a-b ^1;?c *;?d 1;?d "
			"https://github.com/x/d;!source=https://r.example.org/simple;"},
		{"uv",
			"[project]\ndependencies = [\"a>=1\", \"b\", \"c @ "
			"git+https://github.com/x/c@v1\"]\n[tool.uv]\n"
			"dev-dependencies = [\"d\"]\nindex-strategy = "
			"\"unsafe-best-match\"\nallow-insecure-host = [\"h.example.org\"]\n"
			"[[tool.uv.index]]\nurl = "
			"\"https://r.example.org/simple\"\n[tool.uv.sources]\n"
			"A = {git = \"https://github.com/x/a\", rev = \"main\"}\n",
			"?a https://github.com/x/a;?b ;?c https://github.com/x/c;?d "
			";!index=https://r.example.org/simple;"
			"!allow-insecure-host "
			"h.example.org=h.example.org;!index-strategy=unsafe-best-match;"},
		{"PDM",
			"[tool.pdm.dev-dependencies]\nt = [\"a\"]\n[[tool.pdm.source]]\nname = "
			"\"r\"\nverify_ssl = false\n"
			"url = \"https://r.example.org/simple\"\n",
			"?a ;!source=https://r.example.org/simple;!verify_ssl r=false;"},
		{"bad requirement", "[project]\ndependencies = [\"a b\"]\n",
			"error: f:2:17: this is no requirement"},
		{"wrong type", "[project]\ndependencies = \"a\"\n",
			"error: f:2:16: \"dependencies\" is no array"},
		{"other tables",
			"[build-system]\nrequires = [\"setuptools\"]\n[tool.black]\nline-length = "
			"9\n",
			""},
	};
	static const struct reading_row pipfile[] = {
		{"Pipfile",
			"[[source]]\nname = \"r\"\nurl = "
			"\"https://r.example.org/simple\"\nverify_ssl = true\n[packages]\n"
			"A = \"*\"\nb = {path = \".\"}\n[dev-packages]\nc = "
			"\"==1\"\n[requires]\npython_version = \"3\"\n",
			"?a *;?b ;?c ==1;!source=https://r.example.org/simple;!verify_ssl r=true;"},
		{"no table", "packages = 1\n", "error: f:1:12: a category of packages is no table"},
	};
	static const struct reading_row uv[] = {
		{"uv.toml",
			"index-url = \"https://r.example.org/simple\"\nextra-index-url = "
			"[\"https://s.example.org/simple\"]\n[pip]\nverify-hashes = false\n",
			"!index-url=https://r.example.org/simple;!extra-index-url=https://"
			"s.example.org/simple;!verify-hashes=false;"},
	};

	CHECK_ROWS(format_pyproject, rows);
	CHECK_ROWS(format_pipfile, pipfile);
	CHECK_ROWS(format_uv_toml, uv);
}

static size_t count_firm(const struct lock *lock)
{
	size_t count = 0;

	for (size_t i = 0; i < lock->needs.count; i++)
		count += !(lock->needs.items[i].flags & NEED_OPTIONAL);
	return count;
}

/* A program fills them in: the file does not say what they are. And what Poetry's table says beside the project's own. */
static void test_dynamic(void)
{
	static const struct {
		const char *text;
		bool has_needs;
		size_t firm;
	} rows[] = {{"[project]\ndynamic = [\"version\"]\n", true, 0},
		{"[project]\ndynamic = [\"dependencies\"]\n", false, 0},
		{"[project]\ndynamic = [\"dependencies\"]\n[tool.poetry.dependencies]\na = \"1\"\n",
			true, 1},
		{"[project]\ndependencies = [\"b\"]\n[tool.poetry.dependencies]\na = \"1\"\n", true,
			1},
		{"[project]\ndependencies = []\n[tool.poetry.dependencies]\na = \"1\"\n", true, 1},
		{"[project]\ndependencies = [\"b\"]\ndynamic = [\"dependencies\"]\n"
		 "[tool.poetry.dependencies]\na = \"1\"\n",
			true, 2}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct document document = {
			.name = "f", .content = text_of(rows[i].text), .arena = arena};
		struct lock lock = {.arena = arena};
		struct err err = {0};

		CHECK_ROW(rows[i].text, format_pyproject.read(&lock, &document, &err) == 0);
		CHECK_ROW(rows[i].text, lock.has_needs == rows[i].has_needs);
		CHECK_ROW(rows[i].text, count_firm(&lock) == rows[i].firm);
		arena_free(arena);
	}
}

static const struct unit_test tests[] = {
	{"uv.lock", test_uv},
	{"poetry.lock", test_poetry},
	{"pdm.lock", test_pdm},
	{"pylock.toml", test_pylock},
	{"Pipfile.lock", test_pipenv},
	{"manifests", test_manifests},
	{"dynamic dependencies", test_dynamic},
};

UNIT_MAIN(tests)
