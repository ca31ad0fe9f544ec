/* SPDX-License-Identifier: Apache-2.0
 *
 * Hints are found many bytes at once: none may be passed over, wherever it stands.
 */
#include "unit.h"

#include "checks/secrets/decode/hint.h"

enum { LEN = 131, PLACES = 100 };

/* One byte after the other. */
static size_t first_telling(struct text text)
{
	for (size_t at = 0; at < text.len; at++) {
		enum coding coding = coding_of_lead(text.ptr[at]);

		if (coding != CODING_NONE && unit_read(text, at, coding).tells)
			return at;
	}
	return text.len;
}

static void fill(char bytes[LEN], size_t len)
{
	for (size_t i = 0; i < LEN; i++)
		bytes[i] = i < len && i % 7 ? 'a' : ' ';
}

static bool finds(struct text text)
{
	struct hint hint;
	size_t expected = first_telling(text);
	bool found = hint_next(&hint, &(struct hint_search){text, text.len, 0, 1}, 0);

	return expected == text.len ? !found
				    : found && hint.coding != CODING_NONE && hint.at == expected;
}

/* Every pair of bytes, with what may make an escape of it behind. */
static void test_escapes(void)
{
	static const char leads[] = "\\%&=";
	static const char *const tails[] = {"", "1", "41", "x41;", "u0041", "quot;", "mp;", "0041"};
	char bytes[LEN];

	for (size_t at = 0; at < PLACES; at++)
		for (const char *lead = leads; *lead; lead++)
			for (int next = 0; next < 256; next++)
				for (size_t t = 0; t < sizeof(tails) / sizeof(tails[0]); t++) {
					fill(bytes, LEN);
					bytes[at] = *lead;
					bytes[at + 1] = (char)next;
					memcpy(bytes + at + 2, tails[t], strlen(tails[t]));
					if (!finds((struct text){bytes, LEN - at % 40}))
						CHECK_ROW(tails[t], false);
				}
	CU_PASS("none was passed over");
}

static void test_runs(void)
{
	char bytes[LEN];

	for (size_t from = 0; from < PLACES; from++)
		for (size_t len = SHORTEST_BASE64; from + len <= LEN; len++) {
			struct hint hint;

			memset(bytes, ' ', LEN);
			memset(bytes + from, 'A', len);
			CU_ASSERT_FATAL(hint_next(
				&hint, &(struct hint_search){{bytes, LEN}, LEN, 0, 1}, 0));
			CU_ASSERT(hint.coding == CODING_NONE && hint.at >= from &&
				  hint.at < from + len);
		}
}

static const struct unit_test tests[] = {
	{"escapes", test_escapes},
	{"runs", test_runs},
};

UNIT_MAIN(tests)
