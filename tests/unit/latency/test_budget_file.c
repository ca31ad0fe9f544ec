/* SPDX-License-Identifier: Apache-2.0
 *
 * budget.json: patterns of paths, the last that matches, tolerances, and what is refused.
 */
#include <math.h>
#include <stdio.h>

#include "checks/latency/budget_file.h"
#include "unit.h"

static const struct {
	const char *name, *pattern, *path;
	bool matches;
} paths[] = {
	{"everything", "/", "/shop", true},
	{"a beginning", "/sh", "/shop", true},
	{"no beginning", "/hop", "/shop", false},
	{"a star in the middle", "/*/item", "/shop/item/1", true},
	{"a star that takes nothing", "/shop*/item", "/shop/item", true},
	{"an end", "/shop$", "/shop", true},
	{"an end that is not", "/shop$", "/shop/item", false},
	{"a star and an end", "/*.html$", "/a/b.html", true},
	{"a star and an end that is not", "/*.html$", "/a/b.html/c", false},
	{"the end comes twice", "/*a$", "/aba", true},
	{"an empty pattern", "", "/shop", true},
	{"an end alone", "$", "/shop", false},
	{"longer than the path", "/shop/item", "/shop", false},
	{"a star at the end of the path", "/shop*x", "/shop", false},
};

static void test_paths(void)
{
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		CHECK_ROW(paths[i].name, budget_file_matches(text_of(paths[i].pattern),
						 text_of(paths[i].path)) == paths[i].matches);
}

#define LCP(more) "{\"metric\":\"largest-contentful-paint\"," more "}"

static const struct {
	const char *name, *content;
	double ms; /* NAN: none */
	const char *error;
} files[] = {
	{"a budget", "[{\"timings\":[" LCP("\"budget\":2500") "]}]", 2500, ""},
	{"and its tolerance", "[{\"timings\":[" LCP("\"budget\":2500,\"tolerance\":100") "]}]",
		2600, ""},
	{"the last that matches",
		"[{\"timings\":[" LCP("\"budget\":1") "]},{\"path\":\"/"
						      "shop\",\"timings\":[" LCP(
							      "\"budget\":2") "]},{"
									      "\"path\":\"/"
									      "other\","
									      "\"timings\":"
									      "[" LCP("\"bu"
										      "dget"
										      "\":"
										      "3") "]}]",
		2, ""},
	{"the last that matches has none",
		"[{\"timings\":[" LCP("\"budget\":1") "]},{\"path\":\"/*\"}]", NAN, ""},
	{"sizes are passed over",
		"[{\"resourceSizes\":[{\"resourceType\":\"script\",\"budget\":125}]}]", NAN, ""},
	{"a misspelt metric", "[{\"timings\":[{\"metric\":\"speed-indx\",\"budget\":1}]}]", NAN,
		"f:1:14: \"speed-indx\" is no metric of budget.json; did you mean "
		"\"speed-index\"?"},
	{"a text for a number", "[{\"timings\":[" LCP("\"budget\":\"2500\"") "]}]", NAN,
		"f:1:14: a timing without a number \"budget\" of 0 or more"},
	{"a negative tolerance", "[{\"timings\":[" LCP("\"budget\":1,\"tolerance\":-1") "]}]", NAN,
		"f:1:74: a tolerance that is no number of 0 or more"},
	{"an object", "{\"timings\":[]}", NAN,
		"f:1:1: this is no budget.json: an array is expected"},
	{"no budget", "[7]", NAN, "f:1:2: this is no budget: {\"path\", \"timings\": [...]}"},
};

static void test_files(void)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct arena *arena = arena_new();
		struct err err = {0};
		double ms = NAN;
		int done = budget_file_find(&ms, text_of(files[i].content), "f",
			text_of("largest-contentful-paint"), text_of("/shop/1"), arena, &err);
		bool same = isnan(files[i].ms) ? isnan(ms) : ms == files[i].ms;

		if (strcmp(err.message, files[i].error) != 0)
			fprintf(stderr, "got  %s\n", err.message);
		CHECK_ROW(files[i].name, (done < 0) == (files[i].error[0] != '\0'));
		CHECK_ROW(files[i].name, strcmp(err.message, files[i].error) == 0);
		CHECK_ROW(files[i].name, done < 0 || same);
		arena_free(arena);
	}
}

static const struct unit_test tests[] = {
	{"patterns of paths", test_paths},
	{"files", test_files},
};

UNIT_MAIN(tests)
