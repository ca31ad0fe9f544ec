/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "gate/base/memory.h"
#include "gate/change/at_hand.h"
#include "gate/change/directory.h"
#include "gate/change/objects.h"
#include "gate/change/tree.h"
#include "gate/change/tree_index.h"

/* Of a history: after so many bytes of blobs it is seen whether memory that is free is worth giving back. */
enum { SETTLED_BYTES = 16 * 1024 * 1024 };

void reader_close(struct reader *reader)
{
	if (!reader)
		return;
	object_close(&reader->held);
	objects_close(reader->objects);
	tree_index_free(reader->index);
	if (reader->root >= 0)
		close(reader->root);
	if (reader->workspace >= 0)
		close(reader->workspace);
	free(reader->work_dir);
	free(reader->common_dir);
	buffer_free(&reader->content);
	free(reader->remote);
	free(reader->only);
	free(reader);
	git_libgit2_shutdown();
}

/* The object directories that the repository was opened with, a quarantine's included. A reader
 * needs no more than these, and no two threads share a database: it locks on each read. */
static int open_objects(struct reader *reader, const struct repo *repo, struct err *err)
{
	reader->absence = repo->absence;
	reader->remote = strdup(repo->absence.remote ? repo->absence.remote : "origin");
	reader->work_dir = strdup(repo->work_dir);
	reader->common_dir = strdup(repo->common_dir);
	if (!reader->remote || !reader->work_dir || !reader->common_dir)
		return err_nomem(err);
	reader->absence.remote = reader->remote;
	if (objects_open(&reader->objects, &repo->packs, repo->object_dirs, repo->object_dir_count,
		    err) < 0)
		return -1;
	objects_lay_over(reader->objects, repo->overlay);
	if (reader->limits.cached_bytes)
		objects_cache(reader->objects, reader->limits.cached_bytes);
	return 0;
}

static int open_disk(struct reader *reader, const char *directory, struct err *err)
{
	const char *only;

	reader->root = directory_open(directory, &only, err);
	if (reader->root < 0)
		return -1;
	reader->only = only ? strdup(only) : NULL;
	return only && !reader->only ? err_nomem(err) : 0;
}

int reader_open(struct reader **out, const struct repo *repo, const char *directory,
	const struct limits *limits, struct err *err)
{
	struct reader *reader;
	int code = 0;

	*out = NULL;
	if (library_start(err) < 0)
		return -1;
	reader = calloc(1, sizeof(*reader));
	if (!reader) {
		git_libgit2_shutdown();
		return err_nomem(err);
	}
	reader->root = reader->workspace = -1;
	reader->limits = limits ? *limits : (struct limits){.max_blob_bytes = UINT64_MAX};
	reader->index = tree_index_new();
	if (!reader->index)
		code = err_nomem(err);
	if (code == 0 && repo)
		code = open_objects(reader, repo, err);
	if (code == 0 && directory)
		code = open_disk(reader, directory, err);
	if (code < 0)
		reader_close(reader);
	else
		*out = reader;
	return code;
}

static int open_again(struct reader *out, const struct reader *reader, struct err *err)
{
	out->root = out->workspace = -1;
	out->index = tree_index_new();
	if (!out->index)
		return err_nomem(err);
	out->limits = reader->limits;
	out->absence = reader->absence; /* its texts are the first reader's */
	if (reader->root >= 0) {
		out->root = fcntl(reader->root, F_DUPFD_CLOEXEC, 0);
		if (out->root < 0)
			return err_set(
				err, ERR_LOOK, "cannot open a folder again: error %d", errno);
	}
	if (!reader->objects)
		return 0;
	if (objects_open_again(&out->objects, reader->objects, err) < 0)
		return -1;
	objects_cache(out->objects, CACHED_OF_TREE);
	return 0;
}

int reader_open_again(struct reader **out, const struct reader *reader, struct err *err)
{
	struct reader *made;

	*out = NULL;
	if (library_start(err) < 0)
		return -1;
	made = calloc(1, sizeof(*made));
	if (!made) {
		git_libgit2_shutdown();
		return err_nomem(err);
	}
	if (open_again(made, reader, err) < 0) {
		reader_close(made);
		return -1;
	}
	*out = made;
	return 0;
}

bool reader_is_on_disk(const struct reader *reader, const struct oid *commit)
{
	return reader->root >= 0 && oid_is_zero(commit);
}

/* A blob that no ref reaches may have no path. */
static const char *of(struct text path)
{
	return path.len ? " of " : "";
}

static int cannot_read(
	const struct reader *reader, const char *hex, struct text path, int code, struct err *err)
{
	if (code == GIT_ENOTFOUND) {
		err_set(err, ERR_LOOK, "blob %s%s%.*s is missing", hex, of(path), (int)path.len,
			path.ptr);
		return absence_remedy_blob(&reader->absence, err);
	}
	library_fail(err, "blob %s%s%.*s cannot be read", hex, of(path), (int)path.len, path.ptr);
	return err_remedy(err, "see what is wrong: git fsck");
}

static int too_large(const struct reader *reader, const char *hex, struct text path, size_t size,
	struct err *err)
{
	err_set(err, ERR_LOOK, "blob %s%s%.*s has %zu bytes, over the limit of %llu", hex, of(path),
		(int)path.len, path.ptr, size, (unsigned long long)reader->limits.max_blob_bytes);
	return err_remedy(err, "raise limits: blob in .seamgate.yml");
}

static int no_blob(const char *hex, struct text path, struct err *err)
{
	return err_set(err, ERR_LOOK, "object %s%s%.*s is no blob", hex, of(path), (int)path.len,
		path.ptr);
}

/* By libgit2. The size comes first: an object of a few bytes on disk may unpack to gigabytes. */
static int open_elsewhere(struct reader *reader, struct object *out, const struct oid *oid,
	struct text path, struct err *err)
{
	git_oid id = to_git(oid);
	char hex[OID_HEX];
	git_odb *database;
	size_t size;
	int code;

	if (objects_database(&database, reader->objects, err) < 0)
		return -1;
	oid_hex(oid, hex);
	code = git_odb_read_header(&size, &out->type, database, &id);
	if (code < 0)
		return cannot_read(reader, hex, path, code, err);
	if (out->type != GIT_OBJECT_BLOB)
		return no_blob(hex, path, err);
	if (size > reader->limits.max_blob_bytes)
		return too_large(reader, hex, path, size, err);
	code = git_odb_read(&out->held, database, &id);
	if (code < 0)
		return cannot_read(reader, hex, path, code, err);
	out->raw = (struct text){git_odb_object_data(out->held), git_odb_object_size(out->held)};
	return 0;
}

static int open_blob(struct reader *reader, struct object *out, const struct oid *oid,
	struct text path, struct err *err)
{
	char hex[OID_HEX];

	oid_hex(oid, hex);
	switch (objects_unpack(out, reader->objects, oid, reader->limits.max_blob_bytes)) {
	case UNPACK_DONE:
		if (out->raw.len > reader->limits.max_blob_bytes)
			return too_large(reader, hex, path, out->raw.len, err);
		return out->type == GIT_OBJECT_BLOB ? 0 : no_blob(hex, path, err);
	case UNPACK_ELSEWHERE:
		return open_elsewhere(reader, out, oid, path, err);
	case UNPACK_DAMAGED:
		err_set(err, ERR_LOOK, "blob %s%s%.*s cannot be read: its pack is damaged", hex,
			of(path), (int)path.len, path.ptr);
		return err_remedy(err, "see what is wrong: git fsck");
	case UNPACK_NO_MEMORY:
		break;
	}
	return err_nomem(err);
}

int reader_open_blob(struct reader *reader, struct object *out, const struct oid *oid,
	struct text path, struct err *err)
{
	struct at_hand before = at_hand_object(oid);
	int code = open_blob(reader, out, oid, path, err);

	at_hand_put_back(before);
	return code;
}

static int read_on_disk(
	struct reader *reader, struct text path, bool is_link, struct text *out, struct err *err)
{
	struct directory_file file = {reader->root, path, is_link, reader->limits.max_blob_bytes};

	if (directory_read(&file, &reader->content, err) < 0)
		return -1;
	*out = buffer_text(&reader->content);
	return 0;
}

static int read_commit(
	struct reader *reader, const struct oid *oid, struct text *out, struct err *err)
{
	struct store store = {.objects = reader->objects, .absence = &reader->absence};

	if (object_open(&reader->held, store, oid, GIT_OBJECT_COMMIT, err) < 0)
		return -1;
	*out = reader->held.raw;
	return 0;
}

static void settle(struct reader *reader, size_t len)
{
	reader->unsettled += len;
	if (reader->unsettled < SETTLED_BYTES)
		return;
	reader->unsettled = 0;
	memory_settle_grown(&reader->settled);
}

int reader_blob(struct reader *reader, const struct blob *blob, struct text *out, struct err *err)
{
	struct text path = blob->place_count ? blob_places(blob)[0].path->text : text_of("");

	object_close(&reader->held);
	*out = blob_text(blob);
	if (blob->kind == BLOB_COMMIT && !out->ptr)
		return read_commit(reader, &blob->oid, out, err);
	if (blob->kind != BLOB_FILE && blob->kind != BLOB_SYMLINK)
		return 0;
	*out = (struct text){0};
	if (reader_is_on_disk(reader, &blob->oid))
		return read_on_disk(reader, path, blob->kind == BLOB_SYMLINK, out, err);
	if (!reader->objects)
		return err_set(err, ERR_INTERNAL, "a reader without a repository");
	if (reader_open_blob(reader, &reader->held, &blob->oid, path, err) < 0)
		return -1;
	*out = reader->held.raw;
	if (reader->limits.settles)
		settle(reader, out->len);
	return 0;
}

void reader_expect(const struct reader *reader, const struct blob *blob)
{
	if (reader->objects)
		objects_expect(reader->objects, &blob->oid);
}

/* In a partial clone many blobs are not here: looking for new packs after each would take most of the time. */
bool reader_size(struct reader *reader, const struct blob *blob, uint64_t *size)
{
	return reader->objects &&
	       objects_size(reader->objects, &blob->oid, !reader->absence.is_partial, size);
}

void reader_spare(struct reader *reader, size_t bytes)
{
	if (!reader->objects || !reader->limits.settles || !memory_is_much(bytes))
		return;
	objects_forget(reader->objects);
	memory_settle();
}

int reader_tree(struct reader *reader, const struct oid *commit, struct oid *tree, struct err *err)
{
	struct store store = {.objects = reader->objects, .absence = &reader->absence};

	if (!oid_equal(&reader->commit, commit) || oid_is_zero(&reader->tree)) {
		if (tree_of(&reader->tree, store, commit, err) < 0)
			return -1;
		reader->commit = *commit;
	}
	*tree = reader->tree;
	return 0;
}

/* NOLINTNEXTLINE(readability-function-size): the six that a look-up has */
int reader_lookup(struct reader *reader, const struct oid *commit, struct text path,
	struct oid *oid, uint32_t *mode, struct err *err)
{
	struct store store = {
		.objects = reader->objects, .absence = &reader->absence, .index = reader->index};
	struct entry entry;
	struct oid tree;

	*mode = MODE_NONE;
	*oid = (struct oid){{0}};
	if (reader_is_on_disk(reader, commit))
		return directory_lookup(reader->root, path, mode, err);
	if (oid_is_zero(commit) || !reader->objects)
		return 0;
	if (reader_tree(reader, commit, &tree, err) < 0 ||
		tree_find(&entry, store, &tree, path, err) < 0)
		return -1;
	*mode = entry.mode;
	*oid = entry.oid;
	return 0;
}

static void release_unpacked(void *unpacked)
{
	unpacked_release(unpacked);
}

/* What the own reader has unpacked is held as long as the arena lives; of libgit2's a copy is. */
static int hold_content(
	struct object *object, struct text *out, struct arena *arena, struct err *err)
{
	*out = object->raw;
	if (!object->unpacked)
		*out = arena_text(arena, object->raw);
	else if (arena_own(arena, object->unpacked, release_unpacked) == 0)
		object->unpacked = NULL;
	else
		*out = (struct text){0};
	object_close(object);
	return out->ptr ? 0 : err_nomem(err);
}

int reader_hold(struct reader *reader, struct text *content, struct arena *arena, struct err *err)
{
	reader->held.raw = *content;
	return hold_content(&reader->held, content, arena, err);
}

/* NULL: what was given last is something else, or libgit2's. */
static struct unpacked *given(const struct reader *reader, struct text content)
{
	struct unpacked *unpacked = reader->held.unpacked;

	return unpacked && unpacked->bytes.ptr == content.ptr ? unpacked : NULL;
}

struct unpacked *reader_keep(const struct reader *reader, struct text content)
{
	struct unpacked *unpacked = given(reader, content);

	if (unpacked)
		unpacked->holders++;
	return unpacked;
}

bool reader_copies(const struct reader *reader, const struct unpacked *before, struct text content,
	struct copied_list *out)
{
	const struct unpacked *now = given(reader, content);

	return now && objects_copies(reader->objects, before, now, out);
}

/* Into the arena from a blob, or from the disk. */
static int copy_content(struct reader *reader, const struct entry *entry, struct text *out,
	struct arena *arena, struct err *err)
{
	struct object object = {0};

	if (oid_is_zero(&entry->oid)) {
		if (read_on_disk(reader, entry->name, entry->mode == MODE_SYMLINK, out, err) < 0)
			return -1;
		*out = arena_text(arena, *out);
		return out->ptr ? 0 : err_nomem(err);
	}
	if (reader_open_blob(reader, &object, &entry->oid, entry->name, err) < 0)
		return -1;
	return hold_content(&object, out, arena, err);
}

/* NOLINTNEXTLINE(readability-function-size): a look-up and where to copy to */
int reader_file(struct reader *reader, const struct oid *commit, struct text path, struct text *out,
	bool *found, struct arena *arena, struct err *err)
{
	struct entry entry = {.name = path};

	*out = (struct text){0};
	*found = false;
	if (reader_lookup(reader, commit, path, &entry.oid, &entry.mode, err) < 0)
		return -1;
	if (entry.mode == MODE_NONE || entry.mode == MODE_SUBMODULE)
		return 0;
	*found = true;
	return copy_content(reader, &entry, out, arena, err);
}
