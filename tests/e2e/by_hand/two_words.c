/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether the installed Hyperscan or Vectorscan finds one of two words wherever it stands: Vectorscan 5.4.9 does not. By hand:
 * cc -I/usr/include/hs tests/e2e/by_hand/two_words.c -lhs && ./a.out        exit 1 where a place is missed
 */
#include <hs.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST = 300 };

static int count(
	unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context)
{
	(void)id, (void)from, (void)to, (void)flags;
	++*(int *)context;
	return 0;
}

int main(void)
{
	static const char *const words[] = {"acme=", "steps="};
	static const unsigned flags[] = {HS_FLAG_CASELESS, HS_FLAG_CASELESS}, ids[] = {0, 1};
	hs_database_t *database = NULL;
	hs_compile_error_t *error = NULL;
	hs_scratch_t *scratch = NULL;
	int missed = 0, places = 0;

	if (hs_compile_multi(words, flags, ids, 2, HS_MODE_BLOCK, NULL, &database, &error) !=
			HS_SUCCESS ||
		hs_alloc_scratch(database, &scratch) != HS_SUCCESS)
		return 2;
	for (unsigned len = 5; len < LONGEST; len++)
		for (unsigned at = 0; at + 5 <= len; at++, places++) {
			char text[LONGEST];
			int found = 0;

			memset(text, 'w', len);
			memcpy(text + at, "acme=", 5);
			if (hs_scan(database, text, len, 0, scratch, count, &found) != HS_SUCCESS)
				return 2;
			missed += found == 0;
		}
	printf("%s: %d of %d places missed\n", hs_version(), missed, places);
	hs_free_scratch(scratch);
	hs_free_database(database);
	return missed > 0;
}
