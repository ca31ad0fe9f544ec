/* SPDX-License-Identifier: Apache-2.0
 *
 * A RECORD that the change takes away, while files that it listed stay: without it nobody would ask what they are copies of. Those that the
 * RECORD of another version in the folder lists now, as after an update, are looked after by that one.
 */
#include <string.h>

#include "checks/dependencies/proof/record_check.h"
#include "checks/dependencies/subjects.h"
#include "gate/base/keys.h"

struct gone {
	struct proving *proving;
	struct text path, site; /* of the RECORD; the folder that its paths are below */
	struct keys listed;     /* with a digest by its other versions in the folder, at the head */
};

/* What cannot be read lists nothing: at the head that is told where it is looked at itself. */
static int read_record(
	struct record *out, struct gone *gone, enum side side, struct text path, struct err *err)
{
	struct text content;
	struct err own = {0};

	*out = (struct record){0};
	if (proving_read(&content, gone->proving, side, path, err) < 0)
		return -1;
	if (!content.ptr || record_parse(out, content, path, gone->proving->arena, &own) == 0)
		return 0;
	*out = (struct record){0};
	return own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
}

/* "left" of "site/left-1.0.0.dist-info/RECORD", as PEP 503 writes names. */
static bool is_same_name(const struct gone *gone, struct text record)
{
	struct text a = text_slice(gone->path, gone->site.len, gone->path.len);
	struct text b = text_slice(record, gone->site.len, record.len);
	size_t len = text_find(a, text_of("-"));

	if (text_find(b, text_of("-")) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if ((a.ptr[i] | 0x20) != (b.ptr[i] | 0x20) &&
			!(strchr("_.", a.ptr[i]) && strchr("_.", b.ptr[i])))
			return false;
	return true;
}

static int list_others(struct gone *gone, struct err *err)
{
	struct paths found;
	struct record record;
	uint32_t *number;

	keys_start(&gone->listed, gone->proving->arena);
	if (proving_match(&found, gone->proving, gone->site, "*.dist-info/RECORD", err) < 0)
		return -1;
	for (size_t i = 0; i < found.count; i++) {
		if (!is_same_name(gone, found.items[i]))
			continue;
		if (read_record(&record, gone, SIDE_HEAD, found.items[i], err) < 0)
			return -1;
		for (size_t r = 0; r < record.count; r++)
			if (record.rows[r].digest.ptr &&
				keys_add(&gone->listed, record.rows[r].path, &number, err) < 0)
				return -1;
	}
	return 0;
}

static int is_left(bool *out, struct gone *gone, struct text path, struct err *err)
{
	struct text whole = arena_textf(gone->proving->arena, "%.*s%.*s", (int)gone->site.len,
		gone->site.ptr, (int)path.len, path.ptr);
	uint32_t mode = MODE_NONE;

	*out = false;
	if (!whole.ptr)
		return err_nomem(err);
	if (keys_find(&gone->listed, path) || text_starts(path, "../") || text_starts(path, "/"))
		return 0;
	if (job_mode(gone->proving->job, SIDE_HEAD, whole, &mode, err) < 0)
		return -1;
	*out = mode != MODE_NONE;
	return 0;
}

static int tell(struct gone *gone, struct err *err)
{
	struct text info = text_slice(gone->path, gone->site.len, gone->path.len);
	const struct proof proof = {.state = PROOF_REFUTED,
		.format = "pip-requirements",
		.rule = "dependencies/vendored-changed",
		.name = text_slice(info, 0, text_find(info, text_of(".dist-info"))),
		.path = gone->path,
		.what = "its RECORD is gone, and files that it listed are still here"};

	return proving_add(gone->proving, &proof, err);
}

static int judge(struct gone *gone, struct err *err)
{
	struct record record;
	bool left = false;

	if (read_record(&record, gone, SIDE_BASE, gone->path, err) < 0 ||
		list_others(gone, err) < 0)
		return -1;
	for (size_t i = 0; !left && i < record.count; i++)
		if (record.rows[i].digest.ptr && is_left(&left, gone, record.rows[i].path, err) < 0)
			return -1;
	return left ? tell(gone, err) : 0;
}

int record_gone(struct proving *proving, struct err *err)
{
	for (size_t i = 0; proving->job->change->has_base && i < proving->file_count; i++) {
		const struct file *file = &proving->files[i];
		struct text info = text_slice(file->path, 0, folder_of(file->path).len);
		struct gone gone = {.proving = proving, .path = file->path};

		if (file->base_mode == MODE_NONE || file->head_mode != MODE_NONE ||
			!text_ends(file->path, ".dist-info/RECORD"))
			continue;
		gone.site = folder_of(text_slice(info, 0, info.len - 1));
		if (judge(&gone, err) < 0)
			return -1;
		arena_reset(proving->arena);
	}
	return 0;
}
