/* SPDX-License-Identifier: Apache-2.0
 *
 * Where names stand in a large tree: the same as read from its beginning, or not kept at all.
 */
#include "gate/change/tree_index.h"
#include "unit.h"

enum { ENTRIES = 2000, LONGEST_ENTRY = 64 };

static char raw[ENTRIES * LONGEST_ENTRY + 4 * LONGEST_ENTRY];

static size_t add(size_t at, const char *name, unsigned char id)
{
	at += (size_t)sprintf(raw + at, "100644 %s", name) + 1;
	memset(raw + at, id, sizeof(struct oid));
	return at + sizeof(struct oid);
}

/* The name `twice` has two entries. */
static struct text make(size_t entries)
{
	char name[32];
	size_t at = add(0, "twice", 1);

	for (size_t i = 0; i < entries; i++) {
		snprintf(name, sizeof(name), "file%zu", i);
		at = add(at, name, (unsigned char)(i % 251));
	}
	at = add(at, "twice", 2);
	return (struct text){raw, at};
}

static void look_up(void)
{
	struct tree_index *index = tree_index_new();
	struct text tree = make(ENTRIES);
	struct oid oid = {.bytes = {7}};
	struct err err = {0};
	struct entry found;
	char name[32];

	CHECK_ROW("nothing yet", !tree_index_find(index, &oid, text_of("twice"), &found));
	CHECK_ROW("once", tree_index_note(index, &oid, tree, &err) == 0 &&
				  !tree_index_find(index, &oid, text_of("twice"), &found));
	CHECK_ROW("a second time", tree_index_note(index, &oid, tree, &err) == 0 &&
					   tree_index_find(index, &oid, text_of("twice"), &found));
	CHECK_ROW("the first of two", found.mode == MODE_FILE && found.oid.bytes[0] == 1);
	for (size_t i = 0; i < ENTRIES; i++) {
		snprintf(name, sizeof(name), "file%zu", i);
		CHECK_ROW(name, tree_index_find(index, &oid, text_of(name), &found) &&
					found.mode == MODE_FILE && found.oid.bytes[0] == i % 251);
	}
	CHECK_ROW("none of that name",
		tree_index_find(index, &oid, text_of("file"), &found) && found.mode == MODE_NONE);
	tree_index_free(index);
}

static void not_kept(void)
{
	const struct {
		const char *name;
		struct text tree;
	} rows[] = {
		{"small", make(3)},
		{"cut off", {raw, make(ENTRIES).len - 1}},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct tree_index *index = tree_index_new();
		struct oid oid = {.bytes = {7}};
		struct err err = {0};
		struct entry found;

		for (size_t turn = 0; turn < 3; turn++)
			CHECK_ROW(rows[i].name,
				tree_index_note(index, &oid, rows[i].tree, &err) == 0);
		CHECK_ROW(rows[i].name, !tree_index_find(index, &oid, text_of("file1"), &found));
		tree_index_free(index);
	}
}

/* More trees than are kept: each is asked for in turn, and what is found is always that tree's. */
static void many_trees(void)
{
	struct tree_index *index = tree_index_new();
	struct text tree = make(ENTRIES);
	struct err err = {0};
	struct entry found;

	for (unsigned turn = 0; turn < 40; turn++) {
		struct oid oid = {.bytes = {(unsigned char)(turn % 7)}};

		if (!tree_index_find(index, &oid, text_of("file1"), &found))
			CHECK_ROW("noted", tree_index_note(index, &oid, tree, &err) == 0 &&
						   tree_index_note(index, &oid, tree, &err) == 0);
		CHECK_ROW("found", tree_index_find(index, &oid, text_of("file1"), &found) &&
					   found.oid.bytes[0] == 1);
	}
	tree_index_free(index);
}

static const struct unit_test tests[] = {
	{"look up", look_up},
	{"not kept", not_kept},
	{"many trees", many_trees},
};

UNIT_MAIN(tests)
