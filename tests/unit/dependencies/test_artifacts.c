/* SPDX-License-Identifier: Apache-2.0
 *
 * What artifacts are held by: Nix archives against the answers of nix-hash, DVC's listings against Python's json, packages by their names, a
 * package of NuGet before and after it was signed.
 */
#include "../unit.h"

#include "checks/dependencies/proof/dvc.h"
#include "checks/dependencies/proof/nar.h"
#include "checks/dependencies/proof/packages.h"
#include "gate/base/hash.h"

#define OF(array) (sizeof(array) / sizeof((array)[0]))

/* ---- Nix archives ---- */

struct nar_content {
	const char *path, *content;
	uint32_t mode;
};

static int read_nar(void *context, const struct nar_file *file, struct text *out, struct err *err)
{
	(void)err;
	for (const struct nar_content *one = context; one->path; one++)
		if (text_is(file->path, one->path))
			*out = text_of(one->content);
	return 0;
}

static void test_nar(void)
{
	static const struct {
		const char *name, *sha256; /* nix-hash --type sha256; "" refused */
		struct nar_content files[8];
	} rows[] = {
		{"folders, a link, an executable, eight bytes, an empty file",
			"7c8bce7d8bbc760cb6ac4385bd0fe1f8eb902ff5d541d9c8e845866eb11fcf4f",
			{{"d/e/empty", "", MODE_FILE}, {"a.txt", "abc", MODE_FILE},
				{"a/x", "1", MODE_EXECUTABLE}, {"l", "a.txt", MODE_SYMLINK},
				{"a-b/y", "12345678", MODE_FILE}}},
		{"one file", "817ead922784e11c1ee5f0e66d4b724f9d570f9244264fffd3e63a89c21d6d4f",
			{{"only", "hi", MODE_FILE}}},
		{"nothing", "a50a5ab6d992f5598edd92105059fae9acfc192981e08bd88534c2167e92526a",
			{{0}}},
		{"a path twice", "", {{"a", "", MODE_FILE}, {"a", "", MODE_FILE}}},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct nar_file files[8];
		struct nar_content contents[9] = {{0}};
		struct buffer out = {0};
		struct err err = {0};
		char hex[SHA256_HEX] = "";
		size_t count = 0;

		for (; count < 8 && rows[i].files[count].path; count++) {
			contents[count] = rows[i].files[count];
			files[count] = (struct nar_file){
				text_of(contents[count].path), contents[count].mode};
		}
		if (nar_write(&out, files, count, read_nar, contents, &err) == 0)
			CHECK_ROW(rows[i].name, hash_sha256_hex(buffer_text(&out), hex, &err) == 0);
		CHECK_ROW(rows[i].name, strcmp(hex, rows[i].sha256) == 0);
		buffer_free(&out);
	}
}

static void test_deep_nar(void)
{
	char path[2 * NAR_DEEPEST + 8];
	struct nar_file file = {.mode = MODE_FILE};
	struct nar_content contents[] = {{path, "", MODE_FILE}, {0}};
	struct buffer out = {0};
	struct err err = {0};

	for (size_t i = 0; i < sizeof(path) - 1; i++)
		path[i] = i % 2 ? '/' : 'a';
	path[sizeof(path) - 1] = '\0';
	file.path = text_of(path);
	CHECK_ROW("too deep", nar_write(&out, &file, 1, read_nar, contents, &err) < 0);
	CHECK_ROW("said so", err.kind == ERR_LOOK);
	buffer_free(&out);
}

/* ---- DVC's listings ---- */

#define MD5_A "0cc175b9c0f1b6a831c399e269772661"
#define MD5_B "92eb5ffee6ae2fec3ad71c777531578f"

static void test_listing(void)
{
	static const struct {
		const char *name, *content;
		int count; /* -1: refused */
	} rows[] = {
		{"empty", "[]", 0},
		{"two",
			"[{\"md5\": \"" MD5_A "\", \"relpath\": \"a\"}, {\"md5\": \"" MD5_B
			"\", \"relpath\": \"s/b\"}]",
			2},
		{"more of an entry", "[{\"md5\": \"" MD5_A "\", \"relpath\": \"a\", \"size\": 1}]",
			1},
		{"no list", "{}", -1},
		{"cut off", "[{\"md5\": \"" MD5_A "\", ", -1},
		{"no digest", "[{\"md5\": \"0cc1\", \"relpath\": \"a\"}]", -1},
		{"upper case",
			"[{\"md5\": \"0CC175B9C0F1B6A831C399E269772661\", \"relpath\": \"a\"}]",
			-1},
		{"a path that leads out", "[{\"md5\": \"" MD5_A "\", \"relpath\": \"s/../../a\"}]",
			-1},
		{"an absolute path", "[{\"md5\": \"" MD5_A "\", \"relpath\": \"/a\"}]", -1},
		{"no path", "[{\"md5\": \"" MD5_A "\"}]", -1},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct arena *arena = arena_new();
		struct dvc_listing listing;
		struct err err = {0};
		int done = dvc_listing_read(&listing, text_of(rows[i].content), "x", arena, &err);

		CHECK_ROW(rows[i].name, done == (rows[i].count < 0 ? -1 : 0));
		CHECK_ROW(rows[i].name, done < 0 || listing.count == (size_t)rows[i].count);
		arena_free(arena);
	}
}

static void test_written(void)
{
	struct dvc_entry entries[] = {{TEXT(MD5_B), TEXT("s/\xc3\xbc \xf0\x9f\x90\x8d")},
		{TEXT(MD5_A), TEXT("a\"\\\n\x7f")}};
	struct dvc_listing listing = {entries, 2, 2};
	struct arena *arena = arena_new();
	struct err err = {0};
	struct text out;

	CHECK_ROW("written", dvc_listing_write(&out, &listing, arena, &err) == 0);
	/* json.dumps(…, sort_keys=True) of Python 3.11 */
	CHECK_ROW("as Python writes it",
		text_is(out, "[{\"md5\": \"" MD5_A
			     "\", \"relpath\": \"a\\\"\\\\\\n\\u007f\"}, {\"md5\": \"" MD5_B
			     "\", \"relpath\": \"s/\\u00fc \\ud83d\\udc0d\"}]"));
	entries[0].path = (struct text)TEXT("\xff");
	CHECK_ROW("no UTF-8", dvc_listing_write(&out, &listing, arena, &err) < 0);
	arena_free(arena);
}

static void test_md5(void)
{
	static const struct {
		const char *name, *bytes;
		bool folded, holds;
	} rows[] = {
		{"the same", "1,2\n", false, true},
		{"line ends as they are", "1,2\r\n", false, false},
		{"line ends folded", "1,2\r\n", true, true},
		{"a return alone", "1,2\r", true, false},
		{"others", "1,3\n", true, false},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		bool holds, can;

		/* of "1,2" and a line feed */
		CHECK_ROW(rows[i].name,
			dvc_md5_holds(&holds, &can, text_of("3ecfad755fa825f7a17c5526ec44e651"),
				text_of(rows[i].bytes), rows[i].folded, arena, &err) == 0);
		CHECK_ROW(rows[i].name, !can || holds == rows[i].holds);
		arena_free(arena);
	}
}

/* ---- names ---- */

static void test_names(void)
{
	static const struct {
		const struct package_kind *kind;
		const char *name, *version, *artifact, *file, *cached;
	} rows[] = {
		{&gem_packages, "left", "1.0", "", "left-1.0.gem", "left-1.0.gem"},
		{&gem_packages, "left", "1.0", "x86_64-linux", "left-1.0-x86_64-linux.gem",
			"left-1.0-x86_64-linux.gem"},
		{&nuget_packages, "Left.Core", "1.0.0-RC1", "net8.0", "Left.Core.1.0.0-RC1.nupkg",
			"left.core/1.0.0-rc1/left.core.1.0.0-rc1.nupkg"},
		{&hex_packages, "left", "1.0.0", "inner", "left-1.0.0.tar", "hexpm/left-1.0.0.tar"},
		{&maven_packages, "org.example:left", "1.0", "", "left-1.0.jar",
			"org/example/left/1.0/left-1.0.jar"},
		{&maven_packages, "org.example:left", "1.0", "sources", "left-1.0-sources.jar",
			"org/example/left/1.0/left-1.0-sources.jar"},
		{&maven_packages, "left", "1.0", "", "", ""},
		{&gradle_packages, "org.example:left", "1.0", "left-1.0.pom", "left-1.0.pom", NULL},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct arena *arena = arena_new();
		const struct pin pin = {.name = text_of(rows[i].name),
			.version = text_of(rows[i].version),
			.artifact = text_of(rows[i].artifact)};

		CHECK_ROW(rows[i].file, text_is(rows[i].kind->file(&pin, arena), rows[i].file));
		if (rows[i].cached)
			CHECK_ROW(rows[i].file,
				text_is(rows[i].kind->cached(&pin, arena), rows[i].cached));
		arena_free(arena);
	}
}

static void test_places(void)
{
	static const struct {
		const char *path;
		bool fits;
	} rows[] = {
		{"libs/left-1.0.jar", true},
		{"left-1.0.jar", true},
		{"repo/org/example/left/1.0/left-1.0.jar", true},
		{"org/example/left/1.0/left-1.0.jar", true},
		{"repo/com/example/left/1.0/left-1.0.jar", false},
		{"repo/example/left/1.0/left-1.0.jar", false},
		{"left/1.0/left-1.0.jar", false},
		{"xorg/example/left/1.0/left-1.0.jar", false},
	};
	const struct pin pin = {.name = TEXT("org.example:left"), .version = TEXT("1.0")};

	for (size_t i = 0; i < OF(rows); i++)
		CHECK_ROW(rows[i].path,
			gradle_packages.fits(&pin, text_of(rows[i].path)) == rows[i].fits);
}

/* ---- a package of NuGet, signed ---- */

static void put(struct buffer *out, uint32_t value, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		buffer_byte(out, i < 4 ? (char)(value >> (8 * i) & 0xff) : '\0');
}

struct stored {
	const char *name, *content;
};

/* APPNOTE.TXT, 4.3.7 and 4.3.12: stored, without times and check sums, which nothing here reads. */
static void put_header(struct buffer *out, const struct stored *file, bool central, uint32_t offset)
{
	buffer_add(out, central ? (struct text)TEXT("PK\1\2") : (struct text)TEXT("PK\3\4"));
	put(out, 20, central ? 4 : 2);
	put(out, 0, 12);
	put(out, (uint32_t)strlen(file->content), 4);
	put(out, (uint32_t)strlen(file->content), 4);
	put(out, (uint32_t)strlen(file->name), 4);
	if (central) {
		put(out, 0, 10);
		put(out, offset, 4);
	}
	buffer_string(out, file->name);
}

static void put_zip(struct buffer *out, const struct stored *files, uint32_t count)
{
	uint32_t offsets[8], start;

	for (uint32_t i = 0; i < count; i++) {
		offsets[i] = (uint32_t)out->len;
		put_header(out, &files[i], false, 0);
		buffer_string(out, files[i].content);
	}
	start = (uint32_t)out->len;
	for (uint32_t i = 0; i < count; i++)
		put_header(out, &files[i], true, offsets[i]);
	buffer_add(out, (struct text)TEXT("PK\5\6"));
	put(out, 0, 4);
	put(out, count, 2);
	put(out, count, 2);
	put(out, (uint32_t)out->len - 12 - start, 4);
	put(out, start, 4);
	buffer_string(out, "\x04");
	buffer_byte(out, '\0');
	buffer_string(out, "note");
}

static enum proof_state hold_package(const struct buffer *unsigned_one, const struct buffer *given)
{
	struct arena *arena = arena_new();
	struct proving proving = {.arena = arena};
	char sum[LONGEST_HASH];
	struct digest digest = {
		.algorithm = DIGEST_SHA512, .bytes = {sum, 64}, .written = TEXT("x")};
	struct pin pin = {.name = TEXT("left"), .digests = &digest, .digest_count = 1};
	struct proof proof = {0};
	struct err err = {0};
	enum proof_state state;

	CHECK_ROW("sum", hash_sha_bytes(buffer_text(unsigned_one), 64, sum, &err) == 0);
	CHECK_ROW(
		"held", nuget_packages.hold(&proof, &proving, &pin, buffer_text(given), &err) == 0);
	state = proof.state;
	arena_free(arena);
	return state;
}

static void test_signed(void)
{
	static const struct stored plain[] = {{"left.nuspec", "x"}, {"lib/left.dll", "code"}},
				   at_end[] = {{"left.nuspec", "x"}, {"lib/left.dll", "code"},
					   {".signature.p7s", "signature"}},
				   between[] = {{"left.nuspec", "x"},
					   {".signature.p7s", "signature"},
					   {"lib/left.dll", "code"}},
				   other[] = {{"left.nuspec", "x"}, {"lib/left.dll", "Code"},
					   {".signature.p7s", "signature"}},
				   unsigned_other[] = {
					   {"left.nuspec", "x"}, {"lib/left.dll", "Code"}};
	static const struct {
		const char *name;
		const struct stored *files;
		uint32_t count;
		enum proof_state state;
	} rows[] = {
		{"as it is", plain, 2, PROOF_PROVED},
		{"signed", at_end, 3, PROOF_PROVED},
		{"signed between others", between, 3, PROOF_PROVED},
		{"signed, other bytes", other, 3, PROOF_REFUTED},
		{"other bytes", unsigned_other, 2, PROOF_REFUTED},
	};
	struct buffer wanted = {0};

	put_zip(&wanted, plain, 2);
	for (size_t i = 0; i < OF(rows); i++) {
		struct buffer given = {0};

		put_zip(&given, rows[i].files, rows[i].count);
		CHECK_ROW(rows[i].name, hold_package(&wanted, &given) == rows[i].state);
		/* Cut off anywhere it is no such package, and nothing worse. */
		for (given.len--; given.len > 0; given.len--)
			CHECK_ROW(rows[i].name, hold_package(&wanted, &given) == PROOF_REFUTED ||
							given.len == wanted.len);
		buffer_free(&given);
	}
	buffer_free(&wanted);
}

static const struct unit_test tests[] = {
	{"nar", test_nar},
	{"a deep nar", test_deep_nar},
	{"listings", test_listing},
	{"a listing written", test_written},
	{"md5", test_md5},
	{"names", test_names},
	{"places", test_places},
	{"a signed package", test_signed},
};

UNIT_MAIN(tests)
