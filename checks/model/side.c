/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/side.h"

#include <math.h>

#include "checks/model/formats/lm_eval.h"

int side_add(struct side_evidence *side, const struct evidence *evidence, struct text content,
	struct arena *arena, struct err *err)
{
	size_t capacity = side->capacity;

	if (arena_reserve(arena, (void **)&side->contents, &capacity, side->count + 1,
		    sizeof(*side->contents)) < 0 ||
		arena_reserve(arena, (void **)&side->items, &side->capacity, side->count + 1,
			sizeof(*side->items)) < 0)
		return err_nomem(err);
	side->contents[side->count] = content;
	side->items[side->count++] = *evidence;
	return 0;
}

int side_add_samples(struct side_evidence *side, const struct evidence *owner, struct text path,
	struct text content, struct arena *arena, struct err *err)
{
	if (arena_reserve(arena, (void **)&side->samples, &side->sample_capacity,
		    side->sample_count + 1, sizeof(*side->samples)) < 0)
		return err_nomem(err);
	side->samples[side->sample_count++] =
		(struct sample_file){(size_t)(owner - side->items), path, content};
	return 0;
}

static bool is_newer(const struct evidence *a, const struct evidence *b)
{
	if (isnan(a->date) != isnan(b->date))
		return isnan(b->date);
	if (!isnan(a->date) && a->date != b->date)
		return a->date > b->date;
	return text_compare(a->path, b->path) > 0;
}

/* Insertion: there are few. */
void side_sort(struct side_evidence *side)
{
	for (size_t i = 1; i < side->count; i++) {
		struct evidence one = side->items[i];
		struct text content = side->contents[i];
		size_t k = i;

		for (; k > 0 && is_newer(&one, &side->items[k - 1]); k--) {
			side->items[k] = side->items[k - 1];
			side->contents[k] = side->contents[k - 1];
		}
		side->items[k] = one;
		side->contents[k] = content;
	}
}

/* Samples that have a date in their name belong to the results with the same; others to the newest. */
struct evidence *side_owner(struct side_evidence *side, struct text path)
{
	struct text date;

	(void)lm_eval_task_of(path, &date);
	for (size_t i = 0; date.len > 0 && i < side->count; i++)
		if (text_find(side->items[i].path, date) < side->items[i].path.len)
			return &side->items[i];
	if (side->count == 0)
		return NULL;
	if (date.len == 0)
		return &side->items[0];
	/* Renamed results beside dated samples: there is one of them, so there is no doubt. */
	return side->count == 1 && text_find(side->items[0].path, text_of("T")) ==
					   side->items[0].path.len
		       ? &side->items[0]
		       : NULL;
}
