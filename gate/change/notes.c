/* SPDX-License-Identifier: Apache-2.0
 *
 * Notes of commits, as git keeps them: the tree of a ref below refs/notes/ has a blob for each commit, under its id in hexadecimal, of which the
 * first pairs of digits may be folders (git's notes.c: fan-out).
 */
#include <stdio.h>

#include "gate/change/commit.h"
#include "gate/change/objects.h"
#include "gate/change/reader.h"
#include "gate/change/tree.h"

enum { LONGEST_REF = 1024, MOST_FOLDERS = 3, NOTE_PATH = OID_HEX + MOST_FOLDERS };

int repo_notes(
	const struct repo *repo, struct text name, struct oid *out, bool *found, struct err *err)
{
	char ref[LONGEST_REF + sizeof("refs/notes/")];
	git_oid id;
	int code;

	*found = false;
	if (name.len == 0 || name.len > LONGEST_REF || memchr(name.ptr, '\0', name.len))
		return 0;
	snprintf(ref, sizeof(ref), "refs/notes/%.*s", (int)name.len, name.ptr);
	code = git_reference_name_to_id(&id, repo->git, ref);
	if (code == GIT_ENOTFOUND || code == GIT_EINVALIDSPEC)
		return 0;
	if (code < 0)
		return library_fail(err, "ref %s cannot be read", ref);
	*out = from_git(&id);
	*found = true;
	return 0;
}

/* "ab/cd/ef…" with so many folders. */
static void note_path(char path[NOTE_PATH], const struct oid *commit, unsigned folders)
{
	char hex[OID_HEX];
	size_t at = 0;

	oid_hex(commit, hex);
	for (size_t i = 0; hex[i]; i++) {
		if (i && i % 2 == 0 && i / 2 <= folders)
			path[at++] = '/';
		path[at++] = hex[i];
	}
	path[at] = '\0';
}

static int find_note(struct reader *reader, const struct oid *tip, struct note *note, bool *found,
	struct arena *arena, struct err *err)
{
	char path[NOTE_PATH];

	*found = false;
	for (unsigned folders = 0; folders < MOST_FOLDERS && !*found; folders++) {
		note_path(path, &note->commit, folders);
		if (reader_file(reader, tip, text_of(path), &note->content, found, arena, err) < 0)
			return -1;
	}
	return 0;
}

/* *more false: it has none, or a shallow clone hides it. */
static int first_parent(struct reader *reader, const struct oid *commit, struct oid *out,
	bool *more, struct err *err)
{
	struct store store = {.objects = reader->objects, .absence = &reader->absence};
	struct commit_header header;
	struct object object;
	int code;

	*more = false;
	if (object_open(&object, store, commit, GIT_OBJECT_COMMIT, err) < 0)
		return -1;
	code = commit_header_read(&header, object.raw, commit, err);
	if (code == 0 && commit_next_parent(&header.parents, out))
		*more = objects_has(reader->objects, out);
	object_close(&object);
	return code;
}

int reader_was_before(struct reader *reader, const struct oid *from, struct text path,
	const struct oid *blob, struct oid *commit, bool *found, struct err *err)
{
	struct oid parent, oid;
	uint32_t mode;
	bool more = !oid_is_zero(from) && reader->objects;

	*found = false;
	*commit = *from;
	for (size_t walked = 0; more && walked < BEFORE_WALKED; walked++) {
		if (reader_lookup(reader, commit, path, &oid, &mode, err) < 0)
			return -1;
		*found = mode != MODE_NONE && oid_equal(&oid, blob);
		if (*found)
			return 0;
		if (first_parent(reader, commit, &parent, &more, err) < 0)
			return -1;
		*commit = parent;
	}
	return 0;
}

/* To the first parent, and to what the path has there. */
static int step_back(struct reader *reader, struct earlier *at, struct text path, bool *more,
	bool *is_other, struct err *err)
{
	struct oid parent, blob;
	uint32_t mode;

	*is_other = false;
	if (first_parent(reader, &at->commit, &parent, more, err) < 0)
		return -1;
	if (!*more)
		return 0;
	at->commit = parent;
	at->walked++;
	if (reader_lookup(reader, &parent, path, &blob, &mode, err) < 0)
		return -1;
	*is_other = (mode == MODE_FILE || mode == MODE_EXECUTABLE) && !oid_equal(&blob, &at->blob);
	if (*is_other)
		at->blob = blob;
	return 0;
}

int reader_earlier(struct reader *reader, struct earlier *at, struct text path, struct text *out,
	bool *found, struct arena *arena, struct err *err)
{
	bool more = !oid_is_zero(&at->commit) && reader->objects, is_other = false;
	uint32_t mode;

	*found = false;
	if (more && at->walked == 0 &&
		reader_lookup(reader, &at->commit, path, &at->blob, &mode, err) < 0)
		return -1;
	while (more && !is_other && at->walked < EARLIER_WALKED)
		if (step_back(reader, at, path, &more, &is_other, err) < 0)
			return -1;
	return is_other ? reader_file(reader, &at->commit, path, out, found, arena, err) : 0;
}

static void turn_round(struct notes *notes)
{
	for (size_t i = 0; i < notes->count / 2; i++) {
		struct note first = notes->items[i];

		notes->items[i] = notes->items[notes->count - 1 - i];
		notes->items[notes->count - 1 - i] = first;
	}
}

int reader_notes(struct reader *reader, const struct oid *tip, const struct oid *from,
	struct notes *out, struct arena *arena, struct err *err)
{
	struct oid commit = *from, parent;
	bool more = !oid_is_zero(from) && reader->objects, found;

	*out = (struct notes){.items = arena_array(arena, NOTES_MOST, sizeof(*out->items))};
	if (!out->items)
		return err_nomem(err);
	for (size_t walked = 0; more && walked < NOTES_WALKED && out->count < NOTES_MOST;
		walked++) {
		struct note *note = &out->items[out->count];

		note->commit = commit;
		if (find_note(reader, tip, note, &found, arena, err) < 0 ||
			first_parent(reader, &commit, &parent, &more, err) < 0)
			return -1;
		out->count += found;
		commit = parent;
	}
	turn_round(out);
	return 0;
}
