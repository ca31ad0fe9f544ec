/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "gate/run_parts.h"

bool job_wants_components(const struct check_job *job)
{
	return job->core && job->core->wants_components;
}

static bool copy_text(const struct check_job *job, struct text *text)
{
	*text = text->len ? arena_text(job->arena, *text) : text_of("");
	return text->ptr != NULL;
}

static bool copy_hashes(const struct check_job *job, struct component *component)
{
	struct component_hash *hashes =
		arena_array(job->arena, component->hash_count, sizeof(*hashes));

	for (size_t i = 0; hashes && i < component->hash_count; i++) {
		hashes[i] = component->hashes[i];
		if (!copy_text(job, &hashes[i].bytes))
			return false;
	}
	component->hashes = hashes;
	return hashes != NULL;
}

/* The next component of a file stands beside this one: its path is there already. */
static bool copy_path(const struct check_job *job, struct text *path)
{
	const struct components *sink = &job->findings->components;

	if (sink->count && text_equal(sink->items[sink->count - 1].path, *path)) {
		*path = sink->items[sink->count - 1].path;
		return true;
	}
	return copy_text(job, path);
}

static bool copy(const struct check_job *job, struct component *component)
{
	return copy_path(job, &component->path) && copy_text(job, &component->name) &&
	       copy_text(job, &component->version) && copy_text(job, &component->artifact) &&
	       copy_text(job, &component->source) && copy_text(job, &component->purl) &&
	       copy_text(job, &component->note) && copy_hashes(job, component);
}

size_t check_component(const struct check_job *job, const struct component *component)
{
	struct components *sink = &job->findings->components;
	struct component copied = *component;

	if (sink->count >= MOST_COMPONENTS) {
		sink->overflowed = true;
		return MOST_COMPONENTS;
	}
	if (!copy(job, &copied) || arena_reserve(job->arena, (void **)&sink->items, &sink->capacity,
					   sink->count + 1, sizeof(*sink->items)) < 0) {
		job->findings->failed = true;
		return MOST_COMPONENTS;
	}
	sink->items[sink->count] = copied;
	return sink->count++;
}

void check_component_proof(
	const struct check_job *job, size_t number, enum component_proof proof, struct text note)
{
	struct components *sink = &job->findings->components;

	if (number >= sink->count)
		return; /* it did not fit: that is said already */
	sink->items[number].proof = proof;
	sink->items[number].note = note;
	if (!copy_text(job, &sink->items[number].note))
		job->findings->failed = true;
}
