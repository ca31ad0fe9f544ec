/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/common.h"
#include "unit.h"

#include <stdlib.h>

enum { LONGEST = 5000 };

static char left[LONGEST + 8], right[LONGEST + 8];

static size_t start_plainly(struct text a, struct text b)
{
	size_t count = 0;

	while (count < a.len && count < b.len && a.ptr[count] == b.ptr[count])
		count++;
	return count;
}

static size_t end_plainly(struct text a, struct text b)
{
	size_t count = 0;

	while (count < a.len && count < b.len &&
		a.ptr[a.len - 1 - count] == b.ptr[b.len - 1 - count])
		count++;
	return count;
}

static void compare(struct text a, struct text b)
{
	CHECK_ROW("start", common_start(a, b) == start_plainly(a, b));
	CHECK_ROW("end", common_end(a, b) == end_plainly(a, b));
}

/* Texts of up to 80 bytes, from every alignment, with one byte that differs at every place, or none. */
static void short_texts(void)
{
	memset(left, 'x', sizeof(left));
	memset(right, 'x', sizeof(right));
	for (size_t len = 0; len <= 80; len++)
		for (size_t shift = 0; shift < 3; shift++)
			for (size_t at = 0; at <= len; at++) {
				right[shift + at] = at < len ? 'y' : 'x';
				compare((struct text){left, len},
					(struct text){right + shift, len});
				compare((struct text){left, len / 2},
					(struct text){right + shift, len});
				right[shift + at] = 'x';
			}
}

/* Around the lengths that are compared at once. */
static void long_texts(void)
{
	static const size_t places[] = {
		0, 1, 15, 16, 17, 255, 256, 257, 4095, 4096, 4097, 4352, LONGEST - 1};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		right[places[i]] = 'y';
		compare((struct text){left, LONGEST}, (struct text){right, LONGEST});
		compare((struct text){left + 5, LONGEST - 5}, (struct text){right, LONGEST});
		right[places[i]] = 'x';
		right[LONGEST - 1 - places[i]] = 'y';
		compare((struct text){left, LONGEST}, (struct text){right, LONGEST});
		right[LONGEST - 1 - places[i]] = 'x';
	}
}

static const struct unit_test tests[] = {
	{"short texts", short_texts},
	{"long texts", long_texts},
};

UNIT_MAIN(tests)
