/* SPDX-License-Identifier: Apache-2.0
 *
 * What is a pointer of Git LFS by its beginning and its length, and where its digest stands.
 */
#include "gate/base/lfs_pointer.h"
#include "unit.h"

#define SHA  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define REST "v1\noid sha256:" SHA "\nsize 3\n"

static void texts(void)
{
	static const struct {
		const char *name, *content, *sha256;
		bool is_pointer;
	} rows[] = {
		{"a pointer", LFS_POINTER_START REST, SHA, true},
		{"of the time before it was called so",
			"version https://hawser.github.com/spec/" REST, SHA, true},
		{"of the time before that", "version http://git-media.io/v/2\noid sha256:" SHA "\n",
			SHA, true},
		{"a digest that is cut off", LFS_POINTER_START "v1\noid sha256:aaaa", "", true},
		{"no digest", LFS_POINTER_START "v1\nsize 3\n", "", true},
		{"another site", "version https://git-lfs.example.org/spec/" REST, SHA, false},
		{"behind a line", "\n" LFS_POINTER_START REST, SHA, false},
		{"nothing", "", "", false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct text content = text_of(rows[i].content);

		CHECK_ROW(rows[i].name, lfs_pointer_is(content) == rows[i].is_pointer);
		CHECK_ROW(rows[i].name, text_is(lfs_pointer_sha256(content), rows[i].sha256));
	}
}

/* No object takes the place of what is longer. */
static void lengths(void)
{
	static char content[1025] = LFS_POINTER_START REST;

	memset(content + strlen(content), '\n', sizeof(content) - strlen(content));
	CHECK_ROW("1024 bytes", lfs_pointer_is((struct text){content, 1024}));
	CHECK_ROW("1025 bytes", !lfs_pointer_is((struct text){content, 1025}));
	CHECK_ROW("none at all", !lfs_pointer_is((struct text){0}));
}

static const struct unit_test tests[] = {
	{"texts", texts},
	{"lengths", lengths},
};

UNIT_MAIN(tests)
