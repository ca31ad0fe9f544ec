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
	struct match found = {MATCH_FOUND, 3, groups, NULL};
	struct match limit = {MATCH_LIMIT, 0, groups, NULL}, many = {MATCH_FOUND, 9, groups, NULL};
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

/* What is noted of a match is there the next time, and goes with it. */
static void test_noted(void)
{
	static const size_t groups[] = {3, 6};
	const struct query query = {
		.pattern = patterns[0], .subject = TEXT("12 abc 45"), .from = 3};
	struct match found = {MATCH_FOUND, 1, groups, NULL}, match;
	struct recall *recall = recall_open();

	CU_ASSERT_FATAL(recall != NULL);
	CU_ASSERT(!recall_find(recall, &query, &match));
	recall_keep(recall, &query, &found);
	CU_ASSERT_FATAL(found.worthless_to != NULL);
	CU_ASSERT(*found.worthless_to == NULL);
	*found.worthless_to = "secrets/row";
	CU_ASSERT_FATAL(recall_find(recall, &query, &match) && match.worthless_to);
	CU_ASSERT_STRING_EQUAL(*match.worthless_to, "secrets/row");
	/* Something else in its place: every slot has been taken anew. */
	for (size_t i = 0; i < 65536; i++) {
		struct query other = query;

		other.subject.ptr = (const char *)&i;
		other.subject.len = sizeof(i);
		other.from = 0;
		if (!recall_find(recall, &other, &match))
			recall_keep(recall, &other, &found);
	}
	CU_ASSERT(!recall_find(recall, &query, &match));
	recall_keep(recall, &query, &found);
	CU_ASSERT(found.worthless_to && *found.worthless_to == NULL);
	recall_close(recall);
}

/* Two rules of one pattern, to one of which what it finds is nothing. */
static void test_two_rules(void)
{
	static const char pattern[] = "shr_([a-z]{16})";
	static const struct rule rules[] = {
		{.id = "secrets/all", .pattern = pattern},
		{.id = "secrets/few", .pattern = pattern, .entropy = 2.0},
	};
	struct scanning scanning;
	bool opened = scanning_open(&scanning, rules, OF(rules));

	CU_ASSERT_FATAL(opened);
	for (size_t round = 0; round < 3; round++) {
		const struct scan *scan =
			scanned(&scanning, text_of("shr_aaaaaaaaaaaaaaab shr_abcdefghijklmnop"));

		CU_ASSERT_EQUAL(count_rule(scan, "secrets/all"), 2);
		CU_ASSERT_EQUAL(count_rule(scan, "secrets/few"), 1);
	}
	scanning_close(&scanning);
}

static const struct unit_test tests[] = {
	{"same", test_same},
	{"known", test_known},
	{"noted", test_noted},
	{"two rules", test_two_rules},
};

UNIT_MAIN(tests)
