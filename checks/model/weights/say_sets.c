/* SPDX-License-Identifier: Apache-2.0
 *
 * What is true of the tensors as a set: which there are, of what shape and type.
 */
#include "checks/model/weights/judge.h"

enum { MOST_SAID = 20 };

/* A tensor that another side has and the head lacks, or has in another shape. */
static int say_missing(const struct weights_saying *saying, const struct tensor *wanted,
	const char *where, size_t *said)
{
	struct arena *arena = saying->judging->job->arena;
	const struct tensor *found = weights_find(&saying->head->set, wanted->name);
	struct text shape = tensor_shape(wanted, arena), message;

	if (found && tensor_same_shape(found, wanted))
		return 0;
	if ((*said)++ >= MOST_SAID)
		return 0;
	if (!shape.ptr)
		return err_nomem(saying->err);
	if (!found) {
		struct tensor there = *wanted;

		there.path = saying->head->path;
		message = arena_textf(arena, "of %s is missing from the model", where);
		return weights_report(saying, "model/tensor-set", &there, false, message);
	}
	message = arena_textf(arena, "has shape %s, and %s has %.*s",
		tensor_shape(found, arena).ptr, where, (int)shape.len, shape.ptr);
	return weights_report(saying, "model/tensor-set", found, false, message);
}

static int say_set(
	const struct weights_saying *saying, const struct weights_side *side, const char *where)
{
	size_t said = 0;

	for (size_t i = 0; i < side->set.count; i++)
		if (say_missing(saying, &side->set.items[i], where, &said) < 0)
			return -1;
	return 0;
}

static bool is_weaker(const struct tensor *now, const struct tensor *before)
{
	return now->bits < before->bits ||
	       (now->bits == before->bits && now->bits <= 8 && now->fineness < before->fineness);
}

/* The model's tensors by type: "Q4_K 12, Q6_K 3". */
static struct text histogram(const struct weights_side *side, struct arena *arena)
{
	struct text all = {"", 0};

	for (size_t i = 0; i < side->set.count; i++) {
		struct text type = side->set.items[i].type;
		size_t count = 0, before = 0;

		for (size_t k = 0; k < side->set.count; k++) {
			bool same = text_equal(side->set.items[k].type, type);

			count += same;
			before += same && k < i;
		}
		if (before)
			continue;
		all = arena_textf(arena, "%.*s%s%.*s %zu", (int)all.len, all.ptr,
			all.len ? ", " : "", (int)type.len, type.ptr, count);
		if (!all.ptr)
			return all;
	}
	return all;
}

static int say_weaker(const struct weights_saying *saying)
{
	struct arena *arena = saying->judging->job->arena;
	const struct tensor *first = NULL, *before = NULL;
	struct text was, is;
	size_t count = 0;

	for (size_t i = 0; i < saying->head->set.count; i++) {
		const struct tensor *now = &saying->head->set.items[i],
				    *then = weights_find(&saying->base->set, now->name);

		if (!then || !is_weaker(now, then))
			continue;
		if (count++ == 0) {
			first = now;
			before = then;
		}
	}
	if (!first)
		return 0;
	was = histogram(saying->base, arena);
	is = histogram(saying->head, arena);
	if (!was.ptr || !is.ptr)
		return err_nomem(saying->err);
	return weights_report(saying, "model/tensor-type-weakened", first, false,
		arena_textf(arena,
			"was %.*s at the base, and %zu other tensors lost bits or scales too; "
			"tensors by type were %.*s and are %.*s",
			(int)before->type.len, before->type.ptr, count - 1, (int)was.len, was.ptr,
			(int)is.len, is.ptr));
}

static int say_lacks(const struct weights_saying *saying)
{
	const struct weights *set = &saying->head->set;

	for (size_t i = 0; i < set->lack_count && i < MOST_SAID; i++)
		if (weights_report(saying, "model/missing-scale", &set->lacks[i].tensor, false,
			    arena_textf(saying->judging->job->arena, "has no %s beside it",
				    set->lacks[i].part)) < 0)
			return -1;
	return 0;
}

int weights_say_sets(const struct weights_saying *saying)
{
	const struct weights_side *reference = saying->reference, *base = saying->base;

	if (say_lacks(saying) < 0)
		return -1;

	if (reference->set.count > 0)
		return say_set(saying, reference, "the reference") < 0 ? -1 : say_weaker(saying);
	if (say_set(saying, base, "the base") < 0)
		return -1;
	return say_weaker(saying);
}
