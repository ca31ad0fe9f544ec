/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/directory.h"
#include "gate/change/reader.h"

/* Above this size a line difference takes seconds: all lines count as added. */
enum { LARGEST_DIFFED = 16 * 1024 * 1024 };

struct collecting {
	struct spans *out;
	struct arena *arena;
	struct err *err;
	bool is_binary;
};

static int add_span(struct collecting *collecting, uint32_t first, uint32_t count)
{
	struct spans *out = collecting->out;

	if (count == 0)
		return 0;
	if (arena_reserve(collecting->arena, (void **)&out->items, &out->capacity, out->count + 1,
		    sizeof(*out->items)) < 0)
		return err_nomem(collecting->err);
	out->items[out->count++] = (struct span){first, first + count - 1};
	return 0;
}

static int on_hunk(const git_diff_delta *delta, const git_diff_hunk *hunk, void *payload)
{
	(void)delta;
	if (hunk->new_start < 0 || hunk->new_lines <= 0)
		return 0;
	return add_span(payload, (uint32_t)hunk->new_start, (uint32_t)hunk->new_lines);
}

static int on_binary(const git_diff_delta *delta, const git_diff_binary *binary, void *payload)
{
	struct collecting *collecting = payload;

	(void)delta;
	(void)binary;
	collecting->is_binary = true;
	return 0;
}

/* UTF-16 by its byte order mark: an LF is two bytes there, and half of one may be a letter. */
static bool is_utf16(struct text text)
{
	return text.len >= 2 &&
	       (memcmp(text.ptr, "\xff\xfe", 2) == 0 || memcmp(text.ptr, "\xfe\xff", 2) == 0);
}

static size_t count_lines(struct text text)
{
	bool is_wide = is_utf16(text);
	size_t step = is_wide ? 2 : 1, low = is_wide && text.ptr[0] == '\xfe' ? 1 : 0;
	size_t count = 0, line = 0;

	for (size_t at = 0; at + step <= text.len; at += step) {
		bool is_end =
			text.ptr[at + low] == '\n' && (!is_wide || text.ptr[at + 1 - low] == '\0');

		count += is_end;
		line = is_end ? at + step : line;
	}
	return count + (line < text.len);
}

static int add_all(struct collecting *collecting, struct text head)
{
	size_t count = count_lines(head);

	collecting->out->count = 0;
	return add_span(collecting, 1, count < UINT32_MAX ? (uint32_t)count : UINT32_MAX);
}

/* No repository and no path go in, so no attribute can come into play. */
static int diff(struct collecting *collecting, struct text base, struct text head)
{
	git_diff_options options;

	if (base.len > LARGEST_DIFFED || head.len > LARGEST_DIFFED || is_utf16(base) ||
		is_utf16(head))
		return add_all(collecting, head);
	if (git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION) < 0)
		return library_fail(collecting->err, "lines cannot be compared");
	options.flags = GIT_DIFF_FORCE_TEXT;
	options.context_lines = 0;
	if (git_diff_buffers(base.ptr, base.len, NULL, head.ptr, head.len, NULL, &options, NULL,
		    on_binary, on_hunk, NULL, collecting) < 0)
		return library_fail(collecting->err, "lines cannot be compared");
	return collecting->is_binary ? add_all(collecting, head) : 0;
}

/* A link or a submodule that becomes a file has no lines in common with it. */
static bool has_lines(uint32_t mode)
{
	return mode == MODE_FILE || mode == MODE_EXECUTABLE;
}

static int open_side(struct reader *reader, struct object *out, const struct file *file,
	bool is_head, struct err *err)
{
	const struct oid *oid = is_head ? &file->head : &file->base;
	uint32_t mode = is_head ? file->head_mode : file->base_mode;
	struct directory_file on_disk = {
		reader->root, file->path, mode == MODE_SYMLINK, reader->limits.max_blob_bytes};

	if (mode == MODE_NONE || mode == MODE_SUBMODULE)
		return 0;
	if (!oid_is_zero(oid))
		return reader->objects
			       ? reader_open_blob(reader, out, oid, file->path, err)
			       : err_set(err, ERR_INTERNAL, "a reader without a repository");
	if (directory_read(&on_disk, &reader->content, err) < 0)
		return -1;
	out->raw = buffer_text(&reader->content);
	return 0;
}

int reader_added_lines(struct reader *reader, const struct file *file, struct spans *out,
	struct arena *arena, struct err *err)
{
	struct collecting collecting = {.out = out, .arena = arena, .err = err};
	struct object base = {0}, head = {0};
	bool has_base = has_lines(file->base_mode) && has_lines(file->head_mode);
	int code;

	*out = (struct spans){0};
	code = open_side(reader, &head, file, true, err);
	if (code == 0 && has_base)
		code = open_side(reader, &base, file, false, err);
	if (code == 0)
		code = has_base ? diff(&collecting, base.raw, head.raw)
				: add_all(&collecting, head.raw);
	object_close(&base);
	object_close(&head);
	return code;
}
