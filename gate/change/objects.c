/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/objects.h"

#include <stdlib.h>

#include "gate/change/at_hand.h"
#include "gate/change/loose.h"
#include "gate/change/overlay.h"

/* For each thread. More saves little inflating, and costs as much for memory that is touched the first time. */
enum { CACHED_BYTES = 2 * 1024 * 1024 };

struct objects {
	struct unpacker *unpacker;
	const struct packs *packs;
	git_odb *database; /* NULL: not opened yet */
	const char *const *dirs;
	size_t dir_count;
	const struct overlay *overlay; /* or NULL */
};

int objects_open(struct objects **out, const struct packs *packs, const char *const *dirs,
	size_t dir_count, struct err *err)
{
	struct objects *objects = calloc(1, sizeof(*objects));

	*out = NULL;
	if (!objects)
		return err_nomem(err);
	objects->packs = packs;
	objects->dirs = dirs;
	objects->dir_count = dir_count;
	objects->unpacker = unpacker_new(packs, CACHED_BYTES);
	if (!objects->unpacker) {
		objects_close(objects);
		return err_nomem(err);
	}
	*out = objects;
	return 0;
}

int objects_open_again(struct objects **out, const struct objects *objects, struct err *err)
{
	if (objects_open(out, objects->packs, objects->dirs, objects->dir_count, err) < 0)
		return -1;
	objects_lay_over(*out, objects->overlay);
	return 0;
}

void objects_lay_over(struct objects *objects, const struct overlay *overlay)
{
	objects->overlay = overlay;
}

void objects_close(struct objects *objects)
{
	if (!objects)
		return;
	unpacker_free(objects->unpacker);
	git_odb_free(objects->database);
	free(objects);
}

int objects_database(git_odb **out, struct objects *objects, struct err *err)
{
	if (!objects->database &&
		database_open(&objects->database, objects->dirs, objects->dir_count, err) < 0)
		return -1;
	*out = objects->database;
	return 0;
}

bool objects_has(struct objects *objects, const struct oid *oid)
{
	struct err err = {0};
	git_oid id = to_git(oid);
	git_odb *database;
	struct at_hand before = at_hand_object(oid);
	bool has =
		overlay_find(objects->overlay, oid) || unpacker_has(objects->unpacker, oid) ||
		(objects_database(&database, objects, &err) == 0 && git_odb_exists(database, &id));

	at_hand_put_back(before);
	return has;
}

static bool size_of(
	struct objects *objects, const struct oid *oid, bool may_refresh, uint64_t *size)
{
	struct err err = {0};
	git_oid id = to_git(oid);
	git_object_t type;
	git_odb *database;
	size_t len;
	const struct overlay_object *laid = overlay_find(objects->overlay, oid);

	if (laid) {
		*size = laid->bytes.len;
		return true;
	}
	if (unpack_size(objects->unpacker, oid, size) == UNPACK_DONE)
		return true;
	if (objects_database(&database, objects, &err) < 0 ||
		(!may_refresh && !git_odb_exists_ext(database, &id, GIT_ODB_LOOKUP_NO_REFRESH)) ||
		git_odb_read_header(&len, &type, database, &id) < 0)
		return false;
	*size = len;
	return true;
}

bool objects_size(struct objects *objects, const struct oid *oid, bool may_refresh, uint64_t *size)
{
	struct at_hand before = at_hand_object(oid);
	bool has = size_of(objects, oid, may_refresh, size);

	at_hand_put_back(before);
	return has;
}

enum unpack_result objects_unpack(
	struct object *out, struct objects *objects, const struct oid *oid, uint64_t most_bytes)
{
	const struct overlay_object *laid = overlay_find(objects->overlay, oid);
	enum unpack_result result;

	if (laid) {
		out->type = laid->type;
		out->raw = laid->bytes;
		return UNPACK_DONE;
	}
	result = unpack(objects->unpacker, oid, most_bytes, &out->unpacked);
	if (result == UNPACK_DONE) {
		out->type = (git_object_t)out->unpacked->type;
		out->raw = out->unpacked->bytes;
	}
	return result;
}

void objects_expect(const struct objects *objects, const struct oid *oid)
{
	unpacker_expect(objects->unpacker, oid);
}

void objects_cache(struct objects *objects, size_t bytes)
{
	unpacker_cache(objects->unpacker, bytes);
}

int objects_expect_again(struct objects *objects, size_t bytes, struct err *err)
{
	return unpacker_expect_again(objects->unpacker, bytes) ? 0 : err_nomem(err);
}

void objects_forget(struct objects *objects)
{
	unpacker_forget(objects->unpacker);
}

bool objects_copies(struct objects *objects, const struct unpacked *before,
	const struct unpacked *now, struct copied_list *out)
{
	return unpacker_note_copies(objects->unpacker) &&
	       unpacker_copies(objects->unpacker, before, now, out);
}
