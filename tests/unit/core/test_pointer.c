/* SPDX-License-Identifier: Apache-2.0
 *
 * Pointers of Git LFS and DVC: to a digest, or none.
 */
#include "gate/pointer.h"
#include "unit.h"

#define SHA     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define MD5     "0123456789abcdef0123456789abcdef"
#define VERSION "version https://git-lfs.github.com/spec/v1\n"

static void lfs(void)
{
	static const struct {
		const char *name, *content;
		bool is_pointer;
	} rows[] = {
		{"a pointer", VERSION "oid sha256:" SHA "\nsize 3\n", true},
		{"with an extension",
			VERSION "ext-0-x sha256:" SHA "\noid sha256:" SHA "\nsize 3\n", true},
		{"no digest", VERSION "size 3\n", false},
		{"two digests", VERSION "oid sha256:" SHA "\noid sha256:" SHA "\nsize 3\n", false},
		{"another hash", VERSION "oid md5:" MD5 "\nsize 3\n", false},
		{"a short digest", VERSION "oid sha256:aaaa\nsize 3\n", false},
		{"capitals", VERSION "oid sha256:A" SHA "\n", false},
		{"another version", "version https://git-lfs.example.org/v1\noid sha256:" SHA "\n",
			false},
		{"a model", "GGUF", false},
		{"nothing", "", false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct text sha256 = {0};
		bool found = pointer_lfs(text_of(rows[i].content), &sha256);

		CHECK_ROW(rows[i].name, found == rows[i].is_pointer);
		CHECK_ROW(rows[i].name, !found || text_is(sha256, SHA));
	}
}

static void dvc(void)
{
	static const struct {
		const char *name, *content, *md5; /* NULL: none */
	} rows[] = {
		{"a file", "outs:\n- md5: " MD5 "\n  size: 3\n  path: m\n", MD5},
		{"a folder", "outs:\n- md5: " MD5 ".dir\n  path: m\n", MD5 ".dir"},
		{"an import: what it came from says nothing",
			"deps:\n- md5: 00000000000000000000000000000000\n  path: x\nouts:\n- path: "
			"m\n  "
			"md5: " MD5 "\n",
			MD5},
		{"two things", "outs:\n- {md5: " MD5 ", path: m}\n- {md5: " MD5 ", path: n}\n",
			NULL},
		{"no digest", "outs:\n- path: m\n", NULL},
		{"no path", "outs:\n- md5: " MD5 "\n", NULL},
		{"a digest that is none", "outs:\n- {md5: 12, path: m}\n", NULL},
		{"a digest that is a list", "outs:\n- {md5: [], path: m}\n", NULL},
		{"no list", "outs: {md5: " MD5 ", path: m}\n", NULL},
		{"a key twice", "outs:\n- {md5: " MD5 ", md5: " MD5 ", path: m}\n", NULL},
		{"no YAML", "{", NULL},
		{"nothing", "", NULL},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct pointer_dvc pointer;
		struct err err = {0};
		int done =
			pointer_dvc_read(&pointer, text_of(rows[i].content), "m.dvc", arena, &err);

		CHECK_ROW(rows[i].name, done == 0 ? rows[i].md5 != NULL : err.kind == ERR_LOOK);
		CHECK_ROW(rows[i].name,
			done < 0 ? !rows[i].md5 : rows[i].md5 && text_is(pointer.md5, rows[i].md5));
		arena_free(arena);
	}
}

static void locks(void)
{
	static const struct {
		const char *name, *content;
		int count; /* -1: refused */
	} rows[] = {
		{"two stages",
			"schema: '2.0'\nstages:\n  a:\n    cmd: x\n    deps:\n    - {path: d, "
			"md5: " MD5 "}\n    outs:\n    - {path: m, md5: " MD5
			"}\n  b:\n    outs:\n    - {path: n, "
			"md5: " MD5 ".dir}\n    - {path: o, etag: '1'}\n",
			2},
		{"schema 1.0, without stages", "a:\n  outs:\n  - {path: m, md5: " MD5 "}\n", 1},
		{"a stage that is none", "stages:\n  a: 1\n  b: {outs: 2}\n  c: {outs: [3]}\n", 0},
		{"stages that are a list", "stages: []\n", -1},
		{"a key twice", "stages: {a: {}, a: {}}\n", -1},
		{"no YAML", "stages: [", -1},
		{"a word", "stages\n", -1},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *arena = arena_new();
		struct pointer_locks found;
		struct err err = {0};
		int done = pointer_locks_read(
			&found, text_of(rows[i].content), "dvc.lock", arena, &err);

		CHECK_ROW(rows[i].name, done == 0 ? (int)found.count == rows[i].count
						  : rows[i].count < 0 && err.kind == ERR_LOOK);
		CHECK_ROW(rows[i].name,
			done < 0 || found.count == 0 || text_is(found.items[0].path, "m"));
		arena_free(arena);
	}
}

static const struct unit_test tests[] = {{"lfs", lfs}, {"dvc", dvc}, {"locks", locks}};

UNIT_MAIN(tests)
