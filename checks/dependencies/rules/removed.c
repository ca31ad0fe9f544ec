/* SPDX-License-Identifier: Apache-2.0
 *
 * Locks that are deleted while their manifest stays and no other lock takes their place.
 */
#include <string.h>

#include "checks/dependencies/judging.h"
#include "checks/dependencies/subjects.h"

static int is_there(
	bool *out, struct judging *judging, struct text folder, const char *name, struct err *err)
{
	char *path = arena_printf(judging->job->arena, "%.*s%s", (int)folder.len, folder.ptr, name);
	uint32_t mode;

	if (!path)
		return err_nomem(err);
	if (job_mode(judging->job, SIDE_HEAD, text_of(path), &mode, err) < 0)
		return -1;
	*out = *out || mode != MODE_NONE;
	return 0;
}

static int any_there(bool *out, struct judging *judging, struct text folder,
	const char *const *names, struct err *err)
{
	for (; *names; names++)
		if (!strpbrk(*names, "*?[{/\\") && is_there(out, judging, folder, *names, err) < 0)
			return -1;
	return 0;
}

/* A lock of the same ecosystem, in this folder or above: a workspace has one at its top. */
static int is_replaced(bool *out, struct judging *judging, struct text folder,
	const struct format *gone, struct err *err)
{
	for (;;) {
		for (size_t i = 0; i < formats.count; i++)
			if (formats.items[i]->manifests &&
				strcmp(formats.items[i]->ecosystem, gone->ecosystem) == 0 &&
				any_there(out, judging, folder, formats.items[i]->globs, err) < 0)
				return -1;
		if (*out || folder.len == 0)
			return 0;
		folder.len--;
		folder = folder_of(folder);
	}
}

static int judge_gone(
	struct judging *judging, const struct format *format, struct text path, struct err *err)
{
	const struct subject subject = {.format = format, .head = {.path = path}};
	struct verdict_on on = {.rule = "dependencies/lock-removed", .subject = &subject};
	bool needed = false, replaced = false;

	if (any_there(&needed, judging, folder_of(path), format->manifests, err) < 0 ||
		is_replaced(&replaced, judging, folder_of(path), format, err) < 0)
		return -1;
	if (!needed || replaced)
		return 0;
	return judging_report(judging, &on, err, "the lock is gone, its manifest is still here");
}

int judge_removed(struct judging *judging, struct err *err)
{
	const struct change *change = judging->job->change;

	for (size_t i = 0; i < change->file_count; i++) {
		const struct format *found[MOST_FORMATS_OF_A_PATH];
		size_t count;

		if (change->files[i].head_mode != MODE_NONE)
			continue;
		count = formats_of_path(found, change->files[i].path);
		for (size_t f = 0; f < count; f++)
			if (found[f]->manifests &&
				judge_gone(judging, found[f], change->files[i].path, err) < 0)
				return -1;
	}
	return 0;
}
