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

static const struct unit_test tests[] = {{"lfs", lfs}, {"dvc", dvc}};

UNIT_MAIN(tests)
