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

/* "3 tensors of the reference (model.layers.0.mlp.experts.0.up_proj.weight first)" */
static struct text counted(
	struct arena *arena, uint64_t count, const char *whose, struct text first)
{
	if (count == 0)
		return (struct text){"", 0};
	return arena_textf(arena, "%llu tensor%s of the %s (%.*s%s)", (unsigned long long)count,
		count == 1 ? "" : "s", whose, text_quote(first), first.ptr,
		count == 1 ? "" : " first");
}

static int say_without(const struct weights_saying *saying, const struct names_aligned *aligned,
	const struct weights_side *other, const char *where)
{
	struct arena *arena = saying->judging->job->arena;
	struct text first = {"", 0};
	uint64_t count = count_new(saying, other, &first);
	const struct text theirs = counted(arena, aligned->without, where, aligned->first),
			  ours = counted(arena, count, "model", first);
	struct model_report report = {.rule = "model/tensors-not-compared",
		.path = saying->head->path,
		.evidence =
			arena_textf(arena, "%.*s: names", SHOWN(saying->subject->options->name))};

	if (aligned->without + count == 0)
		return 0;
	if (!theirs.ptr || !ours.ptr || !report.evidence.ptr)
		return err_nomem(saying->err);
	report.message = arena_textf(arena,
		"%.*s: not compared, for want of a counterpart by name: %.*s%s%.*s",
		SHOWN(saying->subject->options->name), (int)theirs.len, theirs.ptr,
		theirs.len && ours.len ? " and " : "", (int)ours.len, ours.ptr);
	return report.message.ptr
		       ? model_report(saying->judging, saying->subject, &report, saying->err)
		       : err_nomem(saying->err);
}

int weights_say_names(const struct weights_saying *saying, const struct names_aligned *aligned)
{
	bool is_reference = saying->subject->options->reference.count > 0;
	const struct weights_side *other = is_reference ? saying->reference : saying->base;

	if (!aligned->is_foreign)
		return 0;
	if (aligned->with == 0)
		return model_incomplete(saying->judging, saying->subject, other->path, remedy,
			saying->err,
			"no tensor of it could be told by its name in the model (architecture "
			"%.*s): nothing was compared",
			(int)aligned->architecture.len,
			aligned->architecture.len ? aligned->architecture.ptr : "");
	return say_without(saying, aligned, other, is_reference ? "reference" : "base");
}
