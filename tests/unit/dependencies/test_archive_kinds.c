/* SPDX-License-Identifier: Apache-2.0
 *
 * Entries of locks and the archives that they are about: wherever they belong together they have a name in common, by which each is found.
 */
#include "unit.h"

#include "checks/dependencies/proof/archive_kinds.h"

#define OF(array) (sizeof(array) / sizeof((array)[0]))

static const struct row {
	const char *name, *version, *artifact, *source, *folder; /* of the lock */
	const char *path;
	bool is_of;
} rows[] = {
	{"left", "1.0.0", "", "", "", "mirror/left-1.0.0.tgz", true},
	{"left", "1.0.0", "", "", "", "mirror/left-1.0.1.tgz", false},
	{"left", "1.0.0", "", "https://e.example/x.tgz?a#b", "", "x.tgz", true},
	{"left", "1.0.0", "", "file:x.tgz", "", "x.tgz", true},
	{"left", "1.0.0", "", "file:x.tgz", "a/", "x.tgz", false},
	{"left", "1.0.0", "", "file:../m/x.tgz#1", "a/", "m/x.tgz", true},
	{"left", "1.0.0", "", "file:./x.tgz", "a/", "a/x.tgz", true},
	{"left", "1.0.0", "", "file:x.tgz", "", "left-1.0.0.tgz", false},
	{"@s/left", "1.0.0", "", "", "", "m/@s-left-1.0.0.tgz", true},
	{"@s/left", "1.0.0", "", "", "", "m/left-1.0.0.tgz", false},
	{"my-left.pkg", "1.0", "", "", "", "w/My_left__pkg-1.0-py3-none-any.whl", true},
	{"my-left", "==1.0", "", "", "", "w/my-left-1.0.tar.gz", true},
	{"left", "1.0", "", "", "", "w/left-1.00-py3-none-any.whl", false},
	{"left", "1.0", "u/left-1.0.zip", "", "", "w/left-1.0.zip", true},
	{"left", "1.0", "", "", "", "left-1.0.crate", true},
	{"left", "1.0", "", "", "", "right-1.0.crate", false},
};

static bool have_one_in_common(
	const struct archived_kind *kind, const struct pin *pin, struct text path)
{
	struct arena *arena = arena_new();
	struct archived_names a = {.arena = arena}, b = {.arena = arena};
	bool found = false;

	kind->names_of_entry(&a, pin);
	kind->names_of_file(&b, path);
	CU_ASSERT(!a.failed && !b.failed);
	for (size_t i = 0; i < a.count; i++)
		for (size_t j = 0; j < b.count; j++)
			found = found || text_equal(a.items[i], b.items[j]);
	arena_free(arena);
	return found;
}

static void test_names(void)
{
	for (size_t i = 0; i < OF(rows); i++) {
		const struct row *row = &rows[i];
		struct text path = text_of(row->path);
		const struct archived_kind *kind = archived_kind_of(path);
		const struct pin pin = {.name = text_of(row->name),
			.version = text_of(row->version),
			.artifact = text_of(row->artifact),
			.source = row->source[0] ? text_of(row->source) : (struct text){0}};

		CU_ASSERT_FATAL(kind != NULL);
		CHECK_ROW(row->path, kind->is_of(&pin, text_of(row->folder), path) == row->is_of);
		CHECK_ROW(row->path, !row->is_of || have_one_in_common(kind, &pin, path));
	}
}

/* An entry of another name is not even looked at. */
static void test_others(void)
{
	const struct pin pin = {.name = text_of("left"), .version = text_of("1.0")};

	for (size_t i = 0; i < OF(rows); i++) {
		struct text path = text_of(rows[i].path);

		if (text_find(path, text_of("left")) == path.len)
			CU_ASSERT(!have_one_in_common(archived_kind_of(path), &pin, path));
	}
}

static const struct unit_test tests[] = {
	{"names", test_names},
	{"others", test_others},
};

UNIT_MAIN(tests)
