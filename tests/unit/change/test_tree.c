/* SPDX-License-Identifier: Apache-2.0
 *
 * A comparison of trees that its caller ends: as a tree is entered, or at a path.
 */
#include "change/fixture.h"
#include "gate/change/compare.h"
#include "gate/change/objects.h"
#include "gate/change/overlay.h"

/* Counts what it is told of, and refuses one. */
struct listener {
	unsigned entered, told, refused_tree, refused_path; /* counted from 1; 0: none */
};

static int enter(void *self, const struct oid *tree, struct err *err)
{
	struct listener *listener = self;

	(void)tree;
	return ++listener->entered == listener->refused_tree ? err_nomem(err) : 0;
}

static int tell(void *self, const struct delta *delta, struct err *err)
{
	struct listener *listener = self;

	(void)delta;
	return ++listener->told == listener->refused_path ? err_nomem(err) : 0;
}

static int compare(const struct fixture *fixture, struct listener *listener)
{
	struct comparison comparison = {.sink = tell, .entered = enter, .self = listener};
	struct repo *repo = NULL;
	struct err err = {0};
	struct oid head, tree;
	int code = -2;

	comparison.own = &tree;
	if (repo_open(&repo, fixture_path(fixture, "r"), &err) == 0 &&
		repo_resolve(repo, text_of("HEAD"), &head, NULL, &err) == 0 &&
		tree_of(&tree, repo_store(repo), &head, &err) == 0)
		code = tree_compare(&comparison, repo_store(repo), &err);
	repo_close(repo);
	return code;
}

static void test_refusals(void)
{
	static const struct {
		const char *name;
		struct listener listener;
		int code;
		unsigned entered, told;
	} rows[] = {
		{"none", {0}, 0, 4, 3},
		{"the root", {.refused_tree = 1}, -1, 1, 0},
		{"a folder", {.refused_tree = 2}, -1, 2, 0},
		{"a folder in it", {.refused_tree = 3}, -1, 3, 0},
		{"a folder beside them", {.refused_tree = 4}, -1, 4, 1},
		{"a path", {.refused_path = 2}, -1, 4, 2},
	};
	struct fixture fixture;

	CU_ASSERT_FATAL(fixture_start(
		&fixture, "refusals", "put a/b/c one; put d/e two; put f three; commit all"));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct listener listener = rows[i].listener;

		CHECK_ROW(rows[i].name, compare(&fixture, &listener) == rows[i].code);
		CHECK_ROW(rows[i].name, listener.entered == rows[i].entered);
		CHECK_ROW(rows[i].name, listener.told == rows[i].told);
	}
	fixture_end(&fixture);
}

/* ---- against looking at each entry ---- */

enum { NAMES = 60, VARIANTS = 3, TREES = 4, ROUNDS = 300, MANY_BYTES = 3000 };

/* Of a tree with files 0 to NAMES - 1: which variant each is, 0 for none. */
struct made {
	unsigned char variants[NAMES];
	struct oid oid;
};

static unsigned draw(unsigned *state, unsigned below)
{
	*state = *state * 1103515245 + 12345;
	return (*state >> 16) % below;
}

/* Names of 2 to 43 bytes, in order; the ids are full of what could be taken for an end. */
static int make_tree(struct made *made, struct overlay *overlay, struct err *err)
{
	struct overlay_object object = {.type = GIT_OBJECT_TREE};
	struct buffer raw = {0};
	int code;

	for (unsigned i = 0; i < NAMES; i++) {
		char id[20] = {0};

		if (!made->variants[i])
			continue;
		buffer_printf(&raw, "100644 %02u%.*s", i, (int)(i % 42),
			"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz");
		buffer_byte(&raw, '\0');
		id[i % 20] = (char)made->variants[i];
		buffer_add(&raw, (struct text){id, sizeof(id)});
	}
	object.bytes = raw.ptr ? buffer_text(&raw) : text_of("");
	code = overlay_hash(&object.oid, object.type, object.bytes, err);
	if (code == 0)
		code = overlay_add(overlay, &object, err);
	made->oid = object.oid;
	buffer_free(&raw);
	return code;
}

/* What a comparison told of each file: 0 nothing, 1 new, 2 changed. */
static int hear(void *self, const struct delta *delta, struct err *err)
{
	unsigned char *heard = self;

	(void)err;
	heard[(delta->path.ptr[0] - '0') * 10 + delta->path.ptr[1] - '0'] =
		delta->before->mode == MODE_NONE ? 1 : 2;
	return 0;
}

static unsigned char expected(
	const struct made *own, const struct made *others, size_t count, unsigned file)
{
	unsigned char before = 1;

	for (size_t i = 0; i < count; i++) {
		if (own->variants[file] == others[i].variants[file])
			return 0;
		if (others[i].variants[file])
			before = 2;
	}
	return own->variants[file] ? before : 0;
}

static bool agrees(
	const struct made *trees, size_t others, struct comparer *comparer, struct store store)
{
	unsigned char heard[NAMES] = {0};
	struct oid ids[TREES];
	struct comparison comparison = {.own = &trees[0].oid,
		.others = ids,
		.other_count = others,
		.sink = hear,
		.self = heard};
	struct err err = {0};

	for (size_t i = 0; i < others; i++)
		ids[i] = trees[1 + i].oid;
	if (comparer_run(comparer, &comparison, store, &err) < 0)
		return false;
	for (unsigned file = 0; file < NAMES; file++)
		if (heard[file] != expected(&trees[0], trees + 1, others, file))
			return false;
	return true;
}

/* One tree, and others that differ from it in every `rarity`th file or so. */
static int make_trees(struct made *trees, struct overlay *overlay, unsigned *state, struct err *err)
{
	unsigned rarity = 1 + draw(state, 40);

	for (unsigned file = 0; file < NAMES; file++)
		trees[0].variants[file] = (unsigned char)draw(state, VARIANTS + 1);
	for (size_t tree = 0; tree < TREES; tree++) {
		for (unsigned file = 0; file < NAMES; file++)
			trees[tree].variants[file] =
				tree > 0 && draw(state, rarity) > 0
					? trees[0].variants[file]
					: (unsigned char)draw(state, VARIANTS + 1);
		if (make_tree(&trees[tree], overlay, err) < 0)
			return -1;
	}
	return 0;
}

static void test_random(void)
{
	struct comparer *comparer = comparer_new();
	struct fixture fixture;
	struct overlay *overlay;
	struct repo *repo = NULL;
	struct err err = {0};
	unsigned state = 1;

	CU_ASSERT_FATAL(
		comparer != NULL && fixture_start(&fixture, "random", "put a 1; commit all"));
	overlay = overlay_new(fixture.arena);
	CU_ASSERT_FATAL(overlay && repo_open(&repo, fixture_path(&fixture, "r"), &err) == 0);
	objects_lay_over(repo->objects, overlay);
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct made trees[TREES];

		CU_ASSERT_FATAL(make_trees(trees, overlay, &state, &err) == 0);
		for (size_t others = 0; others < TREES; others++)
			CHECK_ROW("random", agrees(trees, others, comparer, repo_store(repo)));
	}
	comparer_free(comparer);
	repo_close(repo);
	fixture_end(&fixture);
}

/* What entries_whole says, from the first byte on. */
static size_t whole_plainly(struct text rest, size_t most)
{
	size_t at = 0, next = 0;

	do {
		const char *end;

		at = next;
		end = rest.len - at < 7 ? NULL : memchr(rest.ptr + at + 7, '\0', rest.len - at - 7);
		next = end ? (size_t)(end - rest.ptr) + 21 : SIZE_MAX;
	} while (next <= most);
	return at;
}

/* Ends among bytes of which few to most are NUL, before every place in them. */
static void test_whole(void)
{
	char bytes[MANY_BYTES];
	unsigned state = 2;

	for (unsigned round = 0; round < ROUNDS; round++) {
		unsigned rarity = 1 + draw(&state, 1 + round), len = 1 + draw(&state, MANY_BYTES);
		struct text text = {bytes, len};

		for (unsigned i = 0; i < len; i++)
			bytes[i] = (char)(draw(&state, rarity) > 0);
		for (size_t most = 0; most <= len; most += 1 + draw(&state, 9))
			CHECK_ROW("whole", entries_whole(text, most) == whole_plainly(text, most));
	}
}

static const struct unit_test tests[] = {
	{"comparisons that are ended", test_refusals},
	{"entry by entry", test_random},
	{"whole entries", test_whole},
};
UNIT_MAIN(tests)
