/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files that read pnpm-lock.yaml share (pnpm_lock.c is where it begins): the reading, small values, dependency
 * paths. A dependency path names an entry: "/name/1.0.0" in version 5, "/name@1.0.0" in 6, "name@1.0.0" in 9, each with
 * what its peers are behind it, or a URL or folder.
 */
#ifndef SEAMGATE_DEPENDENCIES_FORMATS_PNPM_H
#define SEAMGATE_DEPENDENCIES_FORMATS_PNPM_H

#include "checks/dependencies/formats/asks.h"
#include "checks/dependencies/formats/same.h"
#include "gate/base/yaml_cursor.h"

/* Of a lock of version 9, where packages stand apart from what they ask for. */
struct pnpm_entries {
	struct same packages, snapshots; /* of the second, `pin` is an index in late */
	struct pnpm *reader;             /* that left snapshots for later; NULL: none did */
	struct pnpm_late {
		struct text key, lines;
		bool is_taken, is_wanted, is_read;
	} * late; /* in the order of the file */
	size_t late_count, late_capacity;
};

struct pnpm {
	struct lock *lock;
	const struct document *document;
	struct yaml_cursor cursor;
	struct arena *scratch; /* one entry */
	struct arena *work;    /* the whole reading */
	struct asks asks;
	struct keys overrides; /* what is forced: "name\nversion" */
	unsigned version;      /* 5, 6 or 9; 0 before it was read */
	struct pnpm_entries *entries;
	const struct lock *base; /* NULL where there is none, or it is of no use */
	struct same_walk base_packages, base_snapshots;
	struct yaml_extent
		lines; /* of the entry that was read last; empty where they do not say all of it */
	uint32_t line, column; /* of the ask at hand */
	bool leaves_late; /* of the base: snapshots are read once the head says which of them matter */
	bool must_not_leave; /* lines of one could not be told */
	bool is_moved; /* a key means another package than at the base, so what unchanged entries ask
			* for counts */
};

/* ERR_LOOK at a node's place. Always returns -1. */
int pnpm_wrong(const struct pnpm *pnpm, const struct yaml *at, struct err *err, const char *what);

/* Makes *text live as long as the lock. */
MUST_CHECK int pnpm_keep(const struct pnpm *pnpm, struct text *text, struct err *err);

/* A kept scalar; "" for NULL. */
MUST_CHECK int pnpm_scalar(
	struct text *out, const struct pnpm *pnpm, const struct yaml *value, struct err *err);

/* ---- pnpm_path.c ---- */

/* Without the peers: "(react@17.0.2)" from version 6 on, "_react@17.0.2" behind the last slash before. */
struct text pnpm_without_peers(const struct pnpm *pnpm, struct text path);

/* True for what stands in the place of a version and is a URL or a folder. */
bool pnpm_is_place(struct text version);

/* "/name/1.0.0", "/name@1.0.0", "name@1.0.0". False for what does not say both: a URL's or a folder's path. */
bool pnpm_split_path(
	const struct pnpm *pnpm, struct text path, struct text *name, struct text *version);

/* `name: reference` among the dependencies of `ask`: adds the ask for the entry that is meant. */
MUST_CHECK int pnpm_ask(struct pnpm *pnpm, const struct ask *ask, struct text name,
	struct text reference, struct err *err);

/* Notes where `name: reference`, which stands at `key`, is a folder or another package, and the project does not say so. `key` is "" for a
 * link. pnpm_redirect.c */
MUST_CHECK int pnpm_redirect(struct pnpm *pnpm, const struct ask *ask, struct text reference,
	struct text key, struct err *err);

/* The entry names that package, and leads to no entry by that: see asks_offer. */
MUST_CHECK int pnpm_offer(
	struct pnpm *pnpm, const struct ask *ask, struct text name, struct err *err);

/* The same for all such that an entry of `packages` names. */
MUST_CHECK int pnpm_offers(
	struct pnpm *pnpm, const struct yaml *entry, const struct ask *ask, struct err *err);

/* ---- pnpm_packages.c, pnpm_project.c ---- */

/* A member of `packages`, `snapshots` or `importers`. */
MUST_CHECK int pnpm_package(struct pnpm *pnpm, const struct yaml_member *member,
	const struct yaml *entry, struct err *err);
MUST_CHECK int pnpm_snapshot(struct pnpm *pnpm, const struct yaml_member *member,
	const struct yaml *entry, struct err *err);
MUST_CHECK int pnpm_importer(struct pnpm *pnpm, const struct yaml_member *member,
	const struct yaml *entry, struct err *err);

/* The first two again, without reading it: *taken, where its lines are those of the base's. */
MUST_CHECK int pnpm_take_package(
	bool *taken, struct pnpm *pnpm, const struct yaml_member *member, struct err *err);
MUST_CHECK int pnpm_take_snapshot(
	bool *taken, struct pnpm *pnpm, const struct yaml_member *member, struct err *err);

/* ---- pnpm_late.c ---- */

/* Room for what a large lock has, once. */
MUST_CHECK int pnpm_make_room(struct pnpm *pnpm, struct err *err);

/* Of a base: goes behind a snapshot, and notes its lines. *left false: it is to be read at once. */
MUST_CHECK int pnpm_leave(
	bool *left, struct pnpm *pnpm, const struct yaml_member *member, struct err *err);

/* Of the head, behind its last entry: reads those of the base's snapshots that matter, or all, and gives the base its edges. They
 * matter where the head has them otherwise or not at all, and where they may ask for a package that the base did not have. */
MUST_CHECK int pnpm_settle(const struct pnpm *head, bool all, struct err *err);

/* What the project asks for and forces, where it is no large map. Other keys are passed over. */
MUST_CHECK int pnpm_project(
	struct pnpm *pnpm, struct text key, const struct yaml *value, struct err *err);

#endif
