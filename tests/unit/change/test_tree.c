/* SPDX-License-Identifier: Apache-2.0
 *
 * A comparison of trees that its caller ends: as a tree is entered, or at a path.
 */
#include "change/fixture.h"
#include "gate/change/compare.h"
#include "gate/change/objects.h"

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

static const struct unit_test tests[] = {
	{"comparisons that are ended", test_refusals},
};
UNIT_MAIN(tests)
