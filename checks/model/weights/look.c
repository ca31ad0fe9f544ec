/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/weights/judge.h"

static void past(const void *context, struct text text)
{
	job_read_past(context, text);
}

static bool same_bytes(const struct tensor *a, const struct tensor *b)
{
	return a->block && a->block == b->block && a->heads.count == b->heads.count &&
	       text_equal(a->data, b->data);
}

/* What was far above the others before is so for good: the base is only asked where something is now. */
static void compare_channels(
	const struct weights_looks *looks, struct look *look, const struct channels *channels)
{
	double ratio = looks->options->max_channel_ratio;
	struct channels before = {0};
	struct arena *scratch;

	look->rows = channels_rows(channels, NULL, ratio);
	look->columns = channels_columns(channels, NULL, ratio);
	if (!look->base || look->rows.count + look->columns.count == 0)
		return;
	scratch = arena_new();
	look->failed = !scratch || channels_start(&before, look->base, scratch) < 0;
	if (!look->failed) {
		channels_add(&before, look->base->count);
		channels_finish(&before);
		look->rows = channels_rows(channels, &before, ratio);
		look->columns = channels_columns(channels, &before, ratio);
	}
	arena_free(scratch);
}

static void scan(const struct weights_looks *looks, struct look *look, struct scan_past told)
{
	struct channels channels = {0};
	struct arena *scratch = arena_new();

	look->failed = !scratch || channels_start(&channels, look->tensor, scratch) < 0;
	if (!look->failed) {
		scan_tensor(&look->scan, look->tensor, &channels, told);
		channels_finish(&channels);
		compare_channels(looks, look, &channels);
	}
	arena_free(scratch);
}

static void look_at(void *context, size_t index)
{
	const struct weights_looks *looks = context;
	const struct scan_past told = {past, looks->job};
	struct look *look = &looks->items[index];

	look->is_unchanged =
		looks->same_facts && look->base && same_bytes(look->tensor, look->base);
	scan(looks, look, told);
	if (!look->reference)
		return;
	scan_distance(&look->distance, look->tensor, look->reference, told);
	if (look->is_unchanged)
		look->before = look->distance;
	else if (look->base)
		scan_distance(&look->before, look->base, look->reference, told);
}

static bool can_be_read(const struct tensor *tensor)
{
	return tensor->block || tensor->affine;
}

/* What a GGUF file says of itself makes other weights of the same bytes. */
static bool same_facts(const struct gguf_facts *a, const struct gguf_facts *b)
{
	return text_equal(a->architecture, b->architecture) && a->heads == b->heads &&
	       a->kv_heads == b->kv_heads;
}

/* The tensor of that name and shape; NULL. */
static const struct tensor *partner(const struct weights_side *side, const struct tensor *tensor)
{
	const struct tensor *found = weights_find(&side->set, tensor->name);

	return found && can_be_read(found) && can_be_read(tensor) &&
			       tensor_same_shape(found, tensor)
		       ? found
		       : NULL;
}

int weights_look(struct weights_looks *out, const struct weights_side *head,
	const struct weights_side *base, const struct weights_side *reference, struct err *err)
{
	const struct check_job *job = out->job;
	uint64_t bytes = 0;

	out->count = head->set.count;
	out->same_facts = same_facts(&head->set.gguf, &base->set.gguf);
	out->items = arena_array(job->arena, out->count, sizeof(*out->items));
	if (!out->items)
		return err_nomem(err);
	for (size_t i = 0; i < out->count; i++) {
		const struct tensor *tensor = &head->set.items[i];

		out->items[i].tensor = tensor;
		out->items[i].reference = partner(reference, tensor);
		out->items[i].base = partner(base, tensor);
		bytes += tensor->affine ? tensor->affine->codes.len : tensor->data.len;
	}
	job_each(job, look_at, out, out->count);
	for (size_t i = 0; i < out->count; i++)
		if (out->items[i].failed)
			return err_nomem(err);
	check_examined(job, "tensors", out->count);
	check_examined(job, "weight_bytes", bytes);
	return 0;
}
