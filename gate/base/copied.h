/* SPDX-License-Identifier: Apache-2.0
 *
 * Stretches of one text that are the same bytes as stretches of another, in lists of bounded length, and what follows from two such lists. Pure, and but for
 * copied_settle without a look at the texts: what the lists say is true where what they are made of is.
 */
#ifndef SEAMGATE_BASE_COPIED_H
#define SEAMGATE_BASE_COPIED_H

#include "gate/base/text.h"

/* A stretch of a text that is the same bytes as one of another. */
struct copied {
	size_t at, from, len; /* at: in the text; from: in the other */
};
struct copies {
	const struct copied *items; /* ascending by `at`, none within another */
	size_t count;
};

/* Shorter ones are left out, and where there are more of them than that, twice as long ones as well, and so on. */
enum { LEAST_NOTED = 128, MOST_NOTED = 256 };

struct copied_list {
	size_t count, least;
	struct copied items[MOST_NOTED];
};

static inline void copied_clear(struct copied_list *list)
{
	list->count = 0;
	list->least = LEAST_NOTED;
}

static inline struct copies copied_copies(const struct copied_list *list)
{
	return (struct copies){list->items, list->count};
}

/* Whether they ascend, lie in both texts, and are the same bytes in both: for tests, and asserted by builds with sanitizers. */
bool copied_is_true(struct copies copies, struct text other, struct text text);

/* No more than a list holds. */
void copied_set(struct copied_list *list, struct copies copies);

/* Adds one that stands behind all that are in the list; it becomes one with the last where it goes on there in both texts. Only the last is ever too short. */
void copied_note(struct copied_list *list, struct copied copied);

/* What a text has of another: what the other has of it. Where it has a stretch more than once, one of them. */
void copied_invert(struct copied_list *list);

/* What a text has of a third one, by what it has of a second and that of the third. */
void copied_compose(struct copied_list *out, struct copies first, struct copies second);

/* Those of at least `least` bytes, lengthened at both ends as far as the texts are the same, and what both begin and end with at any length. In time linear in the
 * length of the text and of what is too short. */
void copied_settle(struct copied_list *out, struct copies copies, struct text other,
	struct text text, size_t least);

#endif
