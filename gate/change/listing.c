/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "gate/change/at_hand.h"
#include "gate/change/listing.h"

enum { FANOUT = 2, TRIES = 3, PAUSE_NS = 100 * 1000 * 1000 };

struct listing {
	struct oids *oids;
	struct arena *arena;
	const char *dir; /* of objects */
	struct err *err;
};

static int add(struct listing *listing, const struct oid *oid)
{
	struct oids *oids = listing->oids;

	if (arena_reserve(listing->arena, (void **)&oids->items, &oids->capacity, oids->count + 1,
		    sizeof(*oids->items)) < 0)
		return err_nomem(listing->err);
	oids->items[oids->count++] = *oid;
	return 0;
}

/* ---- a folder ---- */

/* 0 goes on, -1 ends with *err set. */
typedef int name_sink(struct listing *listing, const char *folder, const char *name);

static int cannot_read(const struct listing *listing, const char *folder)
{
	return err_set(listing->err, ERR_LOOK, "%s/%s cannot be listed", listing->dir, folder);
}

/* NULL with *err set, or where the folder is not there: then it is empty. */
static DIR *open_folder(const struct listing *listing, const char *folder)
{
	char path[PATH_MAX];
	int written = snprintf(path, sizeof(path), "%s/%s", listing->dir, folder);
	DIR *open = NULL;

	if (written > 0 && (size_t)written < sizeof(path))
		open = opendir(path);
	else
		errno = ENAMETOOLONG;
	if (!open && errno != ENOENT)
		cannot_read(listing, folder);
	return open;
}

/* Each name in a folder below the object directory. */
static int each_name(struct listing *listing, const char *folder, name_sink *sink)
{
	DIR *open = open_folder(listing, folder);
	const struct dirent *entry;
	int code = 0;

	if (!open)
		return listing->err->kind == ERR_NONE ? 0 : -1;
	errno = 0;
	/* NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread has this folder */
	while (code == 0 && (entry = readdir(open))) {
		code = sink(listing, folder, entry->d_name);
		errno = 0;
	}
	if (code == 0 && errno)
		code = cannot_read(listing, folder);
	closedir(open);
	return code;
}

/* ---- loose ---- */

static int add_loose(struct listing *listing, const char *folder, const char *name)
{
	char hex[OID_HEX + FANOUT];
	struct oid oid;
	int written = snprintf(hex, sizeof(hex), "%s%s", folder, name);

	/* Others are files that git writes at the moment: "tmp_obj_…". */
	if (written != OID_HEX - 1 || !oid_parse(text_of(hex), &oid))
		return 0;
	return add(listing, &oid);
}

static int list_loose(struct listing *listing)
{
	int code = 0;

	for (unsigned first = 0; code == 0 && first < 256; first++) {
		char folder[FANOUT + 1];

		snprintf(folder, sizeof(folder), "%02x", first);
		code = each_name(listing, folder, add_loose);
	}
	return code;
}

/* ---- packed ---- */

static int add_packed(struct listing *listing, const struct pack_index *index, const char *stem)
{
	struct at_hand before = at_hand_pack(stem);
	int code = 0;

	for (uint32_t i = 0; code == 0 && i < index->count; i++) {
		struct oid oid;

		memcpy(oid.bytes, index->ids + (size_t)i * sizeof(oid.bytes), sizeof(oid.bytes));
		code = add(listing, &oid);
	}
	at_hand_put_back(before);
	return code;
}

static int cannot_list(const char *stem, struct err *err)
{
	err_set(err, ERR_LOOK,
		"the objects of %s.pack cannot be listed: it and its index do not fit each other, "
		"or one of them is not there or not understood",
		stem);
	return err_remedy(err, "see what is wrong: git fsck; or, where another git is at work "
			       "here, once more when it is done");
}

/* git reads whatever has an index, whatever its name ("loose-…" is one of git maintenance). An index without its pack, or a pack without its index,
 * is as good as a pack that cannot be read; but what another git has not put in place yet, ".tmp-…", has no index at first. */
static int list_pack(struct listing *listing, const char *folder, const char *name)
{
	char stem[PATH_MAX];
	struct text text = text_of(name);
	bool is_pack = text_ends(text, ".pack"), is_index = text_ends(text, ".idx");
	struct pack pack;
	int code;

	if (!is_index && (!is_pack || text_starts(text, ".")))
		return 0;
	text.len -= strlen(is_pack ? ".pack" : ".idx");
	code = snprintf(
		stem, sizeof(stem), "%s/%s/%.*s", listing->dir, folder, (int)text.len, name);
	if (code < 0 || (size_t)code >= sizeof(stem) || !pack_open(&pack, stem))
		return cannot_list(stem, listing->err);
	code = is_index ? add_packed(listing, &pack.index, stem) : 0;
	pack_close(&pack);
	return code;
}

/* ---- all ---- */

static int compare(const void *a, const void *b)
{
	return oid_compare(a, b);
}

static void sort_once(struct oids *oids)
{
	size_t kept = 0;

	if (oids->count)
		qsort(oids->items, oids->count, sizeof(*oids->items), compare);
	for (size_t i = 0; i < oids->count; i++)
		if (i == 0 || !oid_equal(&oids->items[i], &oids->items[kept - 1]))
			oids->items[kept++] = oids->items[i];
	oids->count = kept;
}

/* Another git may pack loose objects meanwhile, or take packs apart: then they have left what is listed second before it is, and are where
 * was looked already. So both are listed twice; what is found twice counts once. */
static int list_dir(struct listing *listing)
{
	for (int again = 0; again < 2; again++)
		if (list_loose(listing) < 0 || each_name(listing, "pack", list_pack) < 0)
			return -1;
	return 0;
}

static int list_dirs(struct oids *out, const char *const *dirs, size_t count, struct arena *arena,
	struct err *err)
{
	*out = (struct oids){0};
	*err = (struct err){0};
	for (size_t i = 0; i < count; i++) {
		struct listing listing = {out, arena, dirs[i], err};

		if (list_dir(&listing) < 0)
			return -1;
	}
	return 0;
}

int objects_list(struct oids *out, const char *const *dirs, size_t count, struct arena *arena,
	struct err *err)
{
	const struct timespec pause = {.tv_nsec = PAUSE_NS};
	int code = list_dirs(out, dirs, count, arena, err);

	/* A pack comes and goes in several files. */
	for (int again = 0; code < 0 && err->kind == ERR_LOOK && again < TRIES; again++) {
		nanosleep(&pause, NULL);
		code = list_dirs(out, dirs, count, arena, err);
	}
	if (code == 0)
		sort_once(out);
	return code;
}
