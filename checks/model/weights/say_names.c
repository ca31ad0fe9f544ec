/* SPDX-License-Identifier: Apache-2.0
 *
 * A GGUF file beside a checkpoint: what has no counterpart is counted.
 */
#include "checks/model/weights/judge.h"

static const char remedy[] = "name a reference in the model's own format: convert_hf_to_gguf.py of "
			     "llama.cpp writes one with --outtype f32";

/* Tensors of the head that the other side has not. */
static uint64_t count_new(
	const struct weights_saying *saying, const struct weights_side *other, struct text *first)
{
	const struct weights *head = &saying->head->set;
	uint64_t count = 0;

	for (size_t i = 0; i < head->count; i++)
		if (!weights_find(&other->set, head->items[i].name) && count++ == 0)
			*first = head->items[i].name;
	return count;
}

static bool is_any_compared(const struct weights_side *head, const struct weights_side *other)
{
	for (size_t i = 0; i < other->set.count; i++)
		if (weights_find(&head->set, other->set.items[i].name))
			return true;
	return false;
}

/* ", and 3 of the model have none there (blk.0.x first)" */
static struct text new_text(
	const struct weights_saying *saying, const struct weights_side *other, uint64_t *count)
{
	struct text first = {"", 0};

	*count = count_new(saying, other, &first);
	if (*count == 0)
		return first;
	return arena_textf(saying->judging->job->arena,
		", and %llu of the model %s none there (%.*s)", (unsigned long long)*count,
		*count == 1 ? "has" : "have", text_quote(first), first.ptr);
}

static int say_without(const struct weights_saying *saying, const struct names_aligned *aligned,
	const struct weights_side *other, const char *where)
{
	struct arena *arena = saying->judging->job->arena;
	struct model_report report = {.rule = "model/tensors-not-compared",
		.path = saying->head->path,
		.evidence =
			arena_textf(arena, "%.*s: names", SHOWN(saying->subject->options->name))};
	uint64_t count;
	struct text more = new_text(saying, other, &count);

	if (!more.ptr || !report.evidence.ptr)
		return err_nomem(saying->err);
	if (aligned->without + count == 0)
		return 0;
	report.message = arena_textf(arena,
		"%.*s: %llu tensors of the %s have no counterpart by name in the "
		"model%s%.*s%s%.*s: "
		"they were not compared",
		SHOWN(saying->subject->options->name), (unsigned long long)aligned->without, where,
		aligned->without ? " (" : "", text_quote(aligned->first),
		aligned->without ? aligned->first.ptr : "", aligned->without ? ")" : "",
		(int)more.len, more.ptr);
	return report.message.ptr
		       ? model_report(saying->judging, saying->subject, &report, saying->err)
		       : err_nomem(saying->err);
}

int weights_say_names(const struct weights_saying *saying, const struct names_aligned *aligned)
{
	bool is_reference = saying->subject->options->reference.count > 0;
	const struct weights_side *other = is_reference ? saying->reference : saying->base;
	const struct text architecture = saying->head->set.gguf.architecture;

	if (!aligned->is_foreign)
		return 0;
	if (aligned->is_unknown)
		return model_incomplete(saying->judging, saying->subject, other->path, remedy,
			saying->err,
			"its tensors cannot be told by the names of the model's, of which the "
			"architecture is %.*s",
			architecture.ptr ? text_quote(architecture) : 1,
			architecture.ptr ? architecture.ptr : "?");
	if (!is_any_compared(saying->head, other))
		return model_incomplete(saying->judging, saying->subject, other->path, remedy,
			saying->err,
			"none of its tensors has a counterpart in the model: nothing was compared");
	return say_without(saying, aligned, other, is_reference ? "reference" : "base");
}
