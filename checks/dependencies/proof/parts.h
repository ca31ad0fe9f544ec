/* SPDX-License-Identifier: Apache-2.0
 *
 * What the framework of proof.h keeps between calls. For its own files only.
 */
#ifndef SEAMGATE_DEPENDENCIES_PROOF_PARTS_H
#define SEAMGATE_DEPENDENCIES_PROOF_PARTS_H

#include "checks/dependencies/proof/proof.h"
#include "gate/base/archive.h"
#include "gate/base/keys.h"

struct proof_lock {
	struct text path;
	const char *format;
	enum side side;
	bool found;
	uint32_t next; /* 1 + another of that path, 0 at the end */
	struct lock lock;
};

struct proof_listing {
	const char *format;
	struct proof_locks locks;
};

/* What one glob matched in one cache, or, for the cache "", in the tree. The key is both, and how long the first is. */
struct cache_listing {
	struct text key;
	struct paths paths;
};

struct package_index; /* packages.c */
struct archive_index; /* archive_index.c */
struct proof_crates;  /* cargo_vendor.c */
struct go_zips;       /* go_cache.c */

struct proof_parts {
	struct cache_listing *caches;
	size_t cache_count, cache_capacity;
	struct keys listed;        /* of those: a number is an index, and 1 */
	struct proof_lock **locks; /* one by one, so that they stay where they are */
	size_t lock_count, lock_capacity;
	struct keys locks_at;            /* their paths: 1 + the first */
	struct proof_listing **listings; /* of proving_locks, by format */
	size_t listing_count, listing_capacity;
	struct archive_library *library; /* NULL until it is wanted */
	struct package_index *packages;  /* likewise */
	struct archive_index *archives;  /* likewise */
	struct proof_crates *crates;     /* that are being hashed, or NULL */
	struct go_zips *go_zips;         /* of the pins that are asked about, or NULL */
};

/* The struct format of that name, or NULL. */
const struct format *proof_format(const char *name);

#endif
