/* SPDX-License-Identifier: Apache-2.0 */
#include "scanning.h"

#include "checks/secrets/recall.h"

static const char *const patterns[] = {
	"\\babc", "^abc", "abc$", "(a)(x)?(b)c\\b", "a[bc]+", "zz", "b?c+\\B", "abc\\z"};

/* The same stretches stand in several surroundings. */
static const char *const texts[] = {"abc", "xabc", " abc", "abc ", "abcd", "abc\n", "\nabc",
	"abcabc abc", "xabcx abcx", "abcc abcc", "zabczz"};

static bool same(const struct match *a, const struct match *b)
{
	if (a->result != b->result)
		return false;
	if (a->result == MATCH_CUT)
		return a->groups[0] == b->groups[0];
	if (a->result != MATCH_FOUND)
		return true;
	return a->count == b->count &&
	       memcmp(a->groups, b->groups, 2 * a->count * sizeof(*a->groups)) == 0;
}

/* One matcher remembers, the other does not. */
static bool agree(struct matcher *recalls, struct matcher *looks, struct query query)
{
	struct match a = {0}, b = {0};
	struct err err = {0};

	query.plain = true;
	if (matcher_run(recalls, &query, &a, &err) < 0)
		return false;
	query.plain = false;
	return matcher_run(looks, &query, &b, &err) == 0 && same(&a, &b);
}

static void try_windows(
	struct matcher *recalls, struct matcher *looks, const char *pattern, const char *source)
{
	struct text text = text_of(source);

	for (size_t to = 1; to <= text.len; to++)
		for (size_t from = 0; from < to; from++) {
			struct query query = {.pattern = pattern,
				.whose = "secrets/row",
				.subject = text_slice(text, 0, to),
				.from = from,
				.goes_on = to < text.len};

			CHECK_ROW(source, agree(recalls, looks, query));
		}
}

static void test_same(void)
{
	struct matcher *recalls, *looks;
	struct err err = {0};

	CU_ASSERT_FATAL(matcher_open(&recalls, &err) == 0 && matcher_open(&looks, &err) == 0);
	for (size_t round = 0; round < 2; round++)
		for (size_t p = 0; p < OF(patterns); p++)
			for (size_t t = 0; t < OF(texts); t++)
				try_windows(recalls, looks, patterns[p], texts[t]);
	matcher_close(recalls);
	matcher_close(looks);
}

static void test_known(void)
{
	static char long_text[4096];
	static const size_t groups[] = {3, 6, SIZE_MAX, SIZE_MAX, 4, 5},
			    shifted[] = {5, 8, SIZE_MAX, SIZE_MAX, 6, 7};
	const struct match found = {MATCH_FOUND, 3, groups}, limit = {MATCH_LIMIT, 0, groups};
	const struct match many = {MATCH_FOUND, 9, groups};
	struct query query = {.pattern = patterns[0], .subject = TEXT("12 abc 45"), .from = 3};
	struct query later = {.pattern = patterns[0], .subject = TEXT("--12 abc 45"), .from = 5};
	struct query other = {.pattern = patterns[0], .subject = TEXT("--12_abc 45"), .from = 5};
	struct query large = {.pattern = patterns[0], .subject = {long_text, sizeof(long_text)}};
	struct recall *recall = recall_open();
	struct match match;

	CU_ASSERT_FATAL(recall != NULL);
	CU_ASSERT(!recall_find(recall, &query, &match));
	recall_keep(recall, &query, &limit);
	CU_ASSERT(!recall_find(recall, &query, &match));
	recall_keep(recall, &query, &many);
	CU_ASSERT(!recall_find(recall, &query, &match));
	recall_keep(recall, &query, &found);
	CU_ASSERT(recall_find(recall, &query, &match) && same(&match, &found));
	CU_ASSERT(recall_find(recall, &later, &match) && match.count == 3 &&
		  memcmp(match.groups, shifted, sizeof(shifted)) == 0);
	CU_ASSERT(!recall_find(recall, &other, &match));
	later.pattern = patterns[1];
	CU_ASSERT(!recall_find(recall, &later, &match));
	query.goes_on = true;
	CU_ASSERT(!recall_find(recall, &query, &match));
	CU_ASSERT(!recall_find(recall, &large, &match));
	recall_keep(recall, &large, &found);
	CU_ASSERT(!recall_find(recall, &large, &match));
	recall_close(recall);
}

static const struct unit_test tests[] = {
	{"same", test_same},
	{"known", test_known},
};

UNIT_MAIN(tests)
