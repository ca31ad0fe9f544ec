/* SPDX-License-Identifier: Apache-2.0
 *
 * Gathers blobs, each once, with their places, and makes them a change. Private.
 */
#ifndef SEAMGATE_CHANGE_COLLECT_H
#define SEAMGATE_CHANGE_COLLECT_H

#include "gate/change/oid_table.h"
#include "gate/change/path_table.h"
#include "gate/change/tree.h"

/* A place, and whose it is. */
struct hit {
	uint32_t blob, commit;
	uint32_t path; /* its number and 1; 0: "" */
	uint16_t mode;
	bool at_head, is_stray;
};

/* As many bytes as the place that becomes of it in the end, where it stands: a history has many. */
union hit_or_place {
	struct hit hit;
	struct place place;
};

struct collector {
	struct arena *arena;                 /* of the change */
	struct number_table paths;           /* path -> number */
	struct number_table contents, links; /* files' and symbolic links' ids -> blob */
	struct path **path_items;
	bool *path_announced; /* has its BLOB_PATH */
	size_t path_count, path_capacity, announced_capacity;
	uint32_t last_path; /* that was asked for: mostly it is asked for again */
	struct blob *blobs;
	size_t blob_count, blob_capacity;
	bool makes_singles; /* of a history: sizes of blobs are not known, and the one place that most have stands in them */
	union hit_or_place *hits; /* of the other blobs */
	size_t hit_count, hit_capacity;
	size_t place_count; /* of all blobs */
	struct file *files;
	size_t file_count, file_capacity;
	struct oid namer; /* the stray object that names paths at the moment, or zero */
};

/* `scratch` may be freed when the change has been made; the collector is then of no more use. */
MUST_CHECK int collector_start(
	struct collector *collector, struct arena *arena, struct arena *scratch, struct err *err);

/* The one copy of a path, in the change's arena. ptr is NULL with *err set. */
struct text collector_path(struct collector *collector, struct text path, struct err *err);

/* Gives a place that copy. Until the ranks of all paths are known the number and 1 of each stands there. */
MUST_CHECK int collector_place(
	struct collector *collector, struct place *place, struct text path, struct err *err);

/* A file's or link's content at a place whose path is a collector's. A submodule has none. */
MUST_CHECK int collect_entry(struct collector *collector, const struct oid *oid,
	const struct place *place, struct err *err);

/* Whether that content, as a file or as a link, has been collected at some place. */
bool collect_has(const struct collector *collector, const struct oid *oid, uint32_t mode);

/* The name of a new path, the first time it is seen. */
MUST_CHECK int collect_path(
	struct collector *collector, const struct place *place, struct err *err);

/* A blob that is never the same as another: pseudo-blobs, files of a directory. Its text is borrowed; the place's path is "" or a collector's. */
MUST_CHECK int collect_blob(struct collector *collector, const struct blob *blob,
	const struct place *place, struct err *err);

/* The same for one whose content is kept: a copy of `text`. */
MUST_CHECK int collect_text(struct collector *collector, struct blob *blob, struct text text,
	const struct place *place, struct err *err);

MUST_CHECK int collect_file(struct collector *collector, const struct file *file, struct err *err);

/* After collector_finish: puts the blobs in the order of their first paths, those of one path as they came. Every path has its rank by then. */
MUST_CHECK int collector_sort(struct collector *collector, struct err *err);

/* Fills in the change's blobs, files and bytes. Blobs stand in the order in which they came. */
MUST_CHECK int collector_finish(
	struct collector *collector, struct change *change, struct err *err);

#endif
