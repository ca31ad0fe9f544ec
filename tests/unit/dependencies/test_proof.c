/* SPDX-License-Identifier: Apache-2.0
 *
 * What proofs are made of: RECORD, modules.txt, lists of crates, Go's hash, holding bytes to a pin, hostile archives.
 */
#include "unit.h"

#include "checks/dependencies/crate.h"
#include "checks/dependencies/modules.h"
#include "checks/dependencies/proof/parts.h"
#include "checks/dependencies/proof/record.h"
#include "gate/base/buffer.h"

#define OF(array) (sizeof(array) / sizeof((array)[0]))

/* ---- RECORD ---- */

/* base64url of SHA-256 of nothing */
#define NOTHING     "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
#define NOTHING_HEX "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void test_record(void)
{
	static const struct {
		const char *name, *content;
		int count;        /* -1: refused */
		const char *last; /* path of the last row */
		bool has_digest;
	} rows[] = {
		{"empty", "", 0, "", false},
		{"one", "a.py,sha256=" NOTHING ",0\n", 1, "a.py", true},
		{"without a line end", "a.py,sha256=" NOTHING ",0", 1, "a.py", true},
		{"CR LF", "a.py,sha256=" NOTHING ",0\r\nb,,\r\n", 2, "b", false},
		{"hex", "a.py,sha256=" NOTHING_HEX ",0\n", 1, "a.py", true},
		{"RECORD itself, no line end", "x.dist-info/RECORD,,", 1, "x.dist-info/RECORD",
			false},
		{"quotes", "\"a,\"\"b\"\".py\",,\n", 1, "a,\"b\".py", false},
		{"quoted line end", "\"a\nb\",,\nc,,\n", 2, "c", false},
		{"quoted last cell", "a,,\"3\"", 1, "a", false},
		{"empty lines", "\na,,\n\n", 1, "a", false},
		{"quote that does not end", "\"a,,\n", -1, "", false},
		{"behind a quote", "\"a\"b,,\n", -1, "", false},
		{"two cells", "a,\n", -1, "", false},
		{"four cells", "a,,,\n", -1, "", false},
		{"no path", ",sha256=" NOTHING ",0\n", -1, "", false},
		{"twice", "a,,\na,,\n", -1, "", false},
		{"digest cut off", "a,sha256=47DEQpj8HBSa,0\n", -1, "", false},
		{"digest with padding", "a,sha256=" NOTHING "=,0\n", -1, "", false},
		{"algorithm that is none", "a,sha999=" NOTHING ",0\n", -1, "", false},
		{"no algorithm", "a," NOTHING ",0\n", -1, "", false},
		{"size that is no number", "a,,1x\n", -1, "", false},
		{"size too large", "a,,99999999999999999999\n", -1, "", false},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct arena *arena = arena_new();
		struct record record;
		struct err err = {0};
		int done = record_parse(
			&record, text_of(rows[i].content), text_of("RECORD"), arena, &err);

		CHECK_ROW(rows[i].name, (done < 0) == (rows[i].count < 0));
		CHECK_ROW(rows[i].name, done == 0 || err.kind == ERR_LOOK);
		if (done == 0 && rows[i].count > 0) {
			const struct record_row *last = &record.rows[record.count - 1];

			CHECK_ROW(rows[i].name, (int)record.count == rows[i].count);
			CHECK_ROW(rows[i].name, text_is(last->path, rows[i].last));
			CHECK_ROW(rows[i].name, (last->digest.ptr != NULL) == rows[i].has_digest);
			CHECK_ROW(rows[i].name, record_find(&record, last->path) == last);
		}
		arena_free(arena);
	}
}

/* ---- modules.txt ---- */

static void test_modules(void)
{
	static const char content[] =
		"# example.org/a v1.0.0\n## explicit; go 1.20\nexample.org/a\nexample.org/a/in\n"
		"# example.org/b v1.0.0 => example.net/c v2.0.0\nexample.org/b\n"
		"# example.org/d => ../d\nexample.org/d\n"
		"# example.org/a/nested v1.0.0\nexample.org/a/nested/in\n";
	static const struct {
		const char *path, *module, *to; /* module NULL: none */
	} rows[] = {
		{"example.org/a/a.go", "example.org/a", ""},
		{"example.org/a/in/x.go", "example.org/a", ""},
		{"example.org/a/LICENSE", "example.org/a", ""},
		{"example.org/a/nested/LICENSE", "example.org/a/nested", ""},
		{"example.org/a/nested/in/deep/x.go", "example.org/a/nested", ""},
		{"example.org/a/nest/x.go", "example.org/a", ""},
		{"example.org/b/b.go", "example.org/b", "example.net/c"},
		{"example.org/d/d.go", "example.org/d", "../d"},
		{"example.org/other/x.go", NULL, ""},
		{"example.org/x.go", NULL, ""},
	};
	struct arena *arena = arena_new();
	struct listing listing = {0};
	struct err err = {0};

	CU_ASSERT_FATAL(listing_parse(&listing, text_of(content), arena, &err) == 0);
	for (size_t i = 0; i < OF(rows); i++) {
		const struct module *module = listing_owner(&listing, text_of(rows[i].path)).module;

		CHECK_ROW(rows[i].path, (module != NULL) == (rows[i].module != NULL));
		if (module && rows[i].module) {
			CHECK_ROW(rows[i].path, text_is(module->path, rows[i].module));
			CHECK_ROW(rows[i].path, text_is(module->to, rows[i].to));
		}
	}
	arena_free(arena);
}

/* ---- .cargo-checksum.json ---- */

static void test_crate_list(void)
{
	static const struct {
		const char *name, *content;
		int count; /* -1: refused */
	} rows[] = {
		{"usual", "{\"files\":{\"b\":\"1\",\"a\":\"2\"},\"package\":\"3\"}", 2},
		{"git", "{\"files\":{\"a\":\"2\"},\"package\":null}", 1},
		{"empty", "{\"files\":{},\"package\":null}", 0},
		{"no files", "{\"package\":\"3\"}", -1},
		{"files no object", "{\"files\":[]}", -1},
		{"checksum no text", "{\"files\":{\"a\":1}}", -1},
		{"package a number", "{\"files\":{},\"package\":1}", -1},
		{"a file twice", "{\"files\":{\"a\":\"1\",\"a\":\"2\"}}", -1},
		{"no object", "[]", -1},
		{"cut off", "{\"files\":{\"a\"", -1},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct arena *arena = arena_new();
		struct crate_list list;
		struct err err = {0};
		int done = crate_list_parse(
			&list, text_of(rows[i].content), text_of("l"), arena, &err);

		CHECK_ROW(rows[i].name, (done < 0) == (rows[i].count < 0));
		CHECK_ROW(rows[i].name, done < 0 || (int)list.count == rows[i].count);
		CHECK_ROW(rows[i].name,
			done < 0 || !list.count || crate_find_file(&list, text_of("a")));
		arena_free(arena);
	}
}

/* ---- digests ---- */

/* RFC 4648, section 10. */
static void test_base64(void)
{
	static const struct {
		const char *plain, *encoded;
	} rows[] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="},
		{"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < OF(rows); i++)
		CHECK_ROW(rows[i].plain,
			text_is(proof_base64(arena, (const unsigned char *)rows[i].plain,
					strlen(rows[i].plain)),
				rows[i].encoded));
	arena_free(arena);
}

/* dirhash.Hash1 of golang.org/x/mod over files "a" and "b", made with the
 * sha256sum and openssl of a shell: sha256sum, "<hex>  <name>", sorted, openssl dgst -sha256 -binary | base64. */
static void test_dirhash(void)
{
	struct arena *arena = arena_new();
	struct dirhash_item items[] = {{.name = text_of("m@v1/b.go")},
		{.name = text_of("m@v1/a.go")}},
			    bad = {.name = text_of("a\nb")};
	struct err err = {0};
	struct text h1;
	unsigned char made[LONGEST_DIGEST];
	size_t len;

	CU_ASSERT_FATAL(
		proof_digest(made, &len, DIGEST_SHA256, text_of("b"), &err) == 0 && len == 32);
	memcpy(items[0].sha256, made, 32);
	CU_ASSERT_FATAL(
		proof_digest(made, &len, DIGEST_SHA256, text_of("a"), &err) == 0 && len == 32);
	memcpy(items[1].sha256, made, 32);
	CU_ASSERT_FATAL(proof_dirhash(&h1, items, 2, arena, &err) == 0);
	CHECK_ROW(h1.ptr, text_is(h1, "h1:QRArNTuZvr3/Dt3b2hk2vZFufO8d0asKfKkKxEZ6rig="));
	CU_ASSERT(text_is(items[0].name, "m@v1/a.go"));
	CU_ASSERT(proof_dirhash(&h1, &bad, 1, arena, &err) < 0 && err.kind == ERR_LOOK);
	arena_free(arena);
}

static struct proving proving_for(
	struct check_job *job, struct arena *arena, struct proof_parts *parts)
{
	*job = (struct check_job){.arena = arena};
	return (struct proving){.job = job, .arena = arena, .parts = parts};
}

static void test_hold(void)
{
	static const struct {
		const char *name, *sri;
		enum proof_state state;
		enum digest_algorithm algorithm;
	} rows[] = {
		{"sha512",
			"sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/"
			"SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
			PROOF_PROVED, DIGEST_SHA512},
		{"sha1", "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=", PROOF_PROVED, DIGEST_SHA1},
		{"any of one algorithm",
			"sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA= sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
			PROOF_PROVED, DIGEST_SHA1},
		{"the strongest decides",
			"sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk= "
			"sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
			PROOF_REFUTED, DIGEST_SHA256},
		{"other", "sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=", PROOF_REFUTED, DIGEST_SHA1},
		{"cut off", "sha512-z4PhNX7v", PROOF_OPEN, DIGEST_UNKNOWN},
		{"unknown", "sha999-z4PhNX7v", PROOF_OPEN, DIGEST_UNKNOWN},
		{"none", "", PROOF_OPEN, DIGEST_UNKNOWN},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct arena *arena = arena_new();
		struct proof_parts parts = {0};
		struct check_job job;
		struct proving proving = proving_for(&job, arena, &parts);
		struct lock lock = {.arena = arena};
		struct pin *pin;
		struct proof proof = {0};
		struct err err = {0};

		CU_ASSERT_FATAL(lock_pin(&lock, &(struct pin){.line = 1}, &pin, &err) == 0);
		CU_ASSERT_FATAL(
			!rows[i].sri[0] || pin_sri(&lock, pin, text_of(rows[i].sri), &err) == 0);
		CU_ASSERT_FATAL(proof_hold(&proof, &proving, pin, text_of(""), &err) == 0);
		CHECK_ROW(rows[i].name, proof.state == rows[i].state);
		CHECK_ROW(rows[i].name,
			proof.state != PROOF_PROVED || proof.algorithm == rows[i].algorithm);
		CHECK_ROW(rows[i].name,
			proof.state != PROOF_REFUTED || (proof.expected.len && proof.computed.len));
		arena_free(arena);
	}
}

/* ---- archives ---- */

/* A member of a tar (POSIX ustar). */
struct entry {
	const char *name, *content;
	char type; /* '0' file, '1' second name, '2' link, '3' device, '5' folder */
};

static void add_entry(struct buffer *tar, const struct entry *entry)
{
	char header[512] = {0};
	unsigned sum = 0;
	size_t len = strlen(entry->content);
	static const char zeros[512];

	snprintf(header, 100, "%s", entry->name);
	snprintf(header + 100, 8, "%07o", 0644u);
	snprintf(header + 124, 12, "%011o", entry->type == '0' ? (unsigned)len : 0u);
	snprintf(header + 136, 12, "%011o", 0u);
	header[156] = entry->type;
	if (entry->type == '1' || entry->type == '2')
		snprintf(header + 157, 100, "%s", entry->content);
	memcpy(header + 257, "ustar\00000", 8);
	memset(header + 148, ' ', 8);
	for (size_t i = 0; i < sizeof(header); i++)
		sum += (unsigned char)header[i];
	snprintf(header + 148, 8, "%07o", sum); /* seven digits, as some writers do */
	buffer_add(tar, (struct text){header, sizeof(header)});
	if (entry->type != '0')
		return;
	buffer_add(tar, text_of(entry->content));
	if (len % 512)
		buffer_add(tar, (struct text){zeros, 512 - len % 512});
}

static int count_member(void *context, const struct archived *member, struct err *err)
{
	size_t *count = context;

	(void)err;
	*count += member->content.len;
	return 0;
}

static void test_unpack(void)
{
	static const struct {
		const char *name;
		struct entry entries[3];
		const char *refused; /* part of the message; NULL: opened */
		size_t cut;          /* so many bytes are gone at the end */
	} rows[] = {
		{"two files", {{"a/b", "xy", '0'}, {"a/c", "z", '0'}}, NULL, 0},
		{"a folder", {{"a/", "", '5'}, {"a/c", "zzz", '0'}}, NULL, 0},
		{"with a dot", {{"./a", "xyz", '0'}}, NULL, 0},
		{"absolute", {{"/etc/a", "x", '0'}}, "absolute", 0},
		{"drive", {{"c:/a", "x", '0'}}, "absolute", 0},
		{"backslash", {{"\\a", "x", '0'}}, "absolute", 0},
		{"upwards", {{"a/../../b", "x", '0'}}, "leads out", 0},
		{"only upwards", {{"..", "x", '0'}}, "leads out", 0},
		{"a folder upwards", {{"../a/", "", '5'}, {"b", "x", '0'}}, "leads out", 0},
		{"a link", {{"a", "b", '2'}}, "is a link", 0},
		{"a second name", {{"a", "x", '0'}, {"b", "a", '1'}}, "is a link", 0},
		{"a device", {{"a", "", '3'}}, "is a link or a device", 0},
		{"twice", {{"a", "x", '0'}, {"a", "y", '0'}}, "is there twice", 0},
		{"twice, with a dot", {{"a", "x", '0'}, {"./a", "y", '0'}}, "is there twice", 0},
		{"cut off", {{"a", "x", '0'}, {"b", "y", '0'}}, "", 1024 + 600},
	};

	for (size_t i = 0; i < OF(rows); i++) {
		struct arena *arena = arena_new();
		struct proof_parts parts = {0};
		struct check_job job;
		struct proving proving = proving_for(&job, arena, &parts);
		struct buffer tar = {0};
		static const char end[1024];
		struct err err = {0};
		size_t count = 0;
		int done;

		for (size_t e = 0; e < 3 && rows[i].entries[e].name; e++)
			add_entry(&tar, &rows[i].entries[e]);
		buffer_add(&tar, (struct text){end, sizeof(end)});
		done = proving_unpack(&proving, text_of("x.tar"),
			text_slice(buffer_text(&tar), 0, tar.len - rows[i].cut), count_member,
			&count, &err);
		CHECK_ROW(rows[i].name, (done < 0) == (rows[i].refused != NULL));
		CHECK_ROW(rows[i].name, done < 0 || count == 3);
		CHECK_ROW(rows[i].name, done == 0 || (err.kind == ERR_LOOK &&
							     strstr(err.message, rows[i].refused)));
		archive_library_close(parts.library);
		buffer_free(&tar);
		arena_free(arena);
	}
}

static const struct unit_test tests[] = {
	{"record", test_record},
	{"modules", test_modules},
	{"crate list", test_crate_list},
	{"base64", test_base64},
	{"dirhash", test_dirhash},
	{"hold", test_hold},
	{"unpack", test_unpack},
};

UNIT_MAIN(tests)
