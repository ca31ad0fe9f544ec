/* SPDX-License-Identifier: Apache-2.0
 *
 * A change as one line of text, to be compared with what a row of a table expects.
 */
#ifndef SEAMGATE_TESTS_CHANGE_DUMP_H
#define SEAMGATE_TESTS_CHANGE_DUMP_H

#include "change/fixture.h"

static inline struct text first_line(struct text text)
{
	struct text line = text_of("");

	text_next_line(&text, &line);
	return line;
}

static inline void dump_text(struct buffer *out, struct text text)
{
	buffer_add(out, text);
}

/* The subject of a commit, by its blob. */
static inline void dump_subject(struct buffer *out, const struct change *change, uint32_t commit)
{
	for (size_t i = 0; i < change->blob_count; i++) {
		const struct blob *blob = &change->blobs[i];
		struct text raw = blob_text(blob);
		const char *end = raw.ptr ? memmem(raw.ptr, raw.len, "\n\n", 2) : NULL;

		if (blob->kind == BLOB_COMMIT && blob_places(blob)[0].commit == commit && end)
			dump_text(out,
				first_line(text_slice(raw, (size_t)(end - raw.ptr) + 2, raw.len)));
	}
}

/* "one two merge": the subjects of the commits, in order. */
static inline void dump_commits(struct buffer *out, const struct change *change)
{
	for (size_t i = 0; i < change->commit_count; i++) {
		buffer_printf(out, "%s", i ? " " : "");
		dump_subject(out, change, (uint32_t)i);
	}
}

/* "one:a.txt=word+ two:l>target": commit, path, = for a file, > for a link, content, + at the head. */
static inline void dump_place(struct buffer *out, const struct change *change,
	const struct blob *blob, const struct place *place, struct text content)
{
	if (place->commit != NO_COMMIT)
		dump_subject(out, change, place->commit);
	buffer_byte(out, ':');
	dump_text(out, place->path->text);
	buffer_byte(out, blob->kind == BLOB_SYMLINK ? '>' : '=');
	dump_text(out, content);
	if (place->mode == MODE_EXECUTABLE)
		buffer_byte(out, '*');
	if (place->at_head)
		buffer_byte(out, '+');
}

static inline void dump_blobs(
	struct buffer *out, const struct change *change, struct reader *reader)
{
	const char *between = "";

	for (size_t i = 0; i < change->blob_count; i++) {
		const struct blob *blob = &change->blobs[i];
		struct text content = text_of("");
		struct err err = {0};

		if (blob->kind != BLOB_FILE && blob->kind != BLOB_SYMLINK)
			continue;
		if (reader_blob(reader, blob, &content, &err) < 0)
			content = text_of("?");
		for (uint32_t j = 0; j < blob->place_count; j++) {
			buffer_string(out, between);
			between = " ";
			dump_place(out, change, blob, &blob_places(blob)[j], first_line(content));
		}
	}
}

/* "A:a M:b D:c T:d": added, modified, deleted, another type. */
static inline void dump_files(struct buffer *out, const struct change *change)
{
	for (size_t i = 0; i < change->file_count; i++) {
		const struct file *file = &change->files[i];
		char letter = 'M';

		if (file->base_mode == MODE_NONE)
			letter = 'A';
		else if (file->head_mode == MODE_NONE)
			letter = 'D';
		else if ((file->base_mode & 0170000) != (file->head_mode & 0170000))
			letter = 'T';
		buffer_printf(out, "%s%c:", i ? " " : "", letter);
		dump_text(out, file->path);
	}
}

/* The texts of all blobs of a kind, with spaces between. */
static inline void dump_kind(struct buffer *out, const struct change *change, enum blob_kind kind)
{
	const char *between = "";

	for (size_t i = 0; i < change->blob_count; i++) {
		if (change->blobs[i].kind != kind)
			continue;
		buffer_string(out, between);
		dump_text(out, blob_text(&change->blobs[i]));
		between = " ";
	}
}

#endif
