/* SPDX-License-Identifier: Apache-2.0
 *
 * Where objects are read: the own reader of packs first, then libgit2's database for what that leaves to it: loose objects,
 * packs that have come since, anything not understood. The database is opened when it is first needed, which in
 * a fresh clone is never. For one thread. Private.
 */
#ifndef SEAMGATE_CHANGE_OBJECTS_H
#define SEAMGATE_CHANGE_OBJECTS_H

#include "gate/change/git.h"
#include "gate/change/unpack.h"

/* The directories must outlive it; the packs too, which packs_open found in them. */
MUST_CHECK int objects_open(struct objects **out, const struct packs *packs,
	const char *const *dirs, size_t dir_count, struct err *err);
void objects_close(struct objects *objects); /* NULL is fine */

/* The same once more, for another thread. */
MUST_CHECK int objects_open_again(
	struct objects **out, const struct objects *objects, struct err *err);

/* What is found before all else; must outlive the objects. NULL: nothing. */
struct overlay;
void objects_lay_over(struct objects *objects, const struct overlay *overlay);

/* libgit2's database; lifetime of the objects. */
MUST_CHECK int objects_database(git_odb **out, struct objects *objects, struct err *err);

/* False too where the database cannot be opened: reading then says why. */
bool objects_has(struct objects *objects, const struct oid *oid);

/* The size, or false. Where may_refresh is false libgit2 does not look for packs that have come since. */
bool objects_size(struct objects *objects, const struct oid *oid, bool may_refresh, uint64_t *size);

/* Other than the usual memory for bases. */
void objects_cache(struct objects *objects, size_t bytes);

/* Memory for objects that are asked for again, as unpacker_expect_again says. */
MUST_CHECK int objects_expect_again(struct objects *objects, size_t bytes, struct err *err);
void objects_forget(struct objects *objects); /* bases that are kept */

/* An object that is soon asked for: looking for it is begun. */
void objects_expect(const struct objects *objects, const struct oid *oid);

/* By the own reader alone: *out is filled where it is UNPACK_DONE. What is laid over is given whatever
 * its size. */
enum unpack_result objects_unpack(
	struct object *out, struct objects *objects, const struct oid *oid, uint64_t most_bytes);

/* What an object has of one that was unpacked before; as unpacker_copies. Of the first that is asked about it is not known yet. */
bool objects_copies(struct objects *objects, const struct unpacked *before,
	const struct unpacked *now, struct copied_list *out);

#endif
