/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/proof/record_check.h"
#include "gate/base/keys.h"

static int add_record(struct paths *out, struct proving *proving, struct text path, struct err *err)
{
	if (arena_reserve(proving->job->arena, (void **)&out->items, &out->capacity, out->count + 1,
		    sizeof(*out->items)) < 0)
		return err_nomem(err);
	out->items[out->count++] = path;
	return 0;
}

/* In a change: beside each file, and in the folders above, once each. */
static int look_above(struct paths *out, struct proving *proving, struct keys *seen,
	struct text path, struct err *err)
{
	for (size_t i = 0; i <= path.len; i++) {
		struct text folder = text_slice(path, 0, i);
		struct paths found;
		uint32_t *number;

		if (i > 0 && path.ptr[i - 1] != '/')
			continue;
		if (keys_add(seen, folder, &number, err) < 0)
			return -1;
		if ((*number)++)
			continue;
		if (proving_match(&found, proving, folder, "*.dist-info/RECORD", err) < 0)
			return -1;
		for (size_t f = 0; f < found.count; f++)
			if (add_record(out, proving, found.items[f], err) < 0)
				return -1;
	}
	return 0;
}

int records_find(struct paths *out, struct proving *proving, struct err *err)
{
	struct keys seen = {0};

	keys_start(&seen, proving->arena);
	for (size_t i = 0; i < proving->file_count && !job_stopped(proving->job); i++) {
		struct text path = proving->files[i].path;

		if (proving->job->change->has_base
				? look_above(out, proving, &seen, path, err) < 0
				: text_ends(path, ".dist-info/RECORD") &&
					  add_record(out, proving, path, err) < 0)
			return -1;
	}
	return 0;
}
