/* SPDX-License-Identifier: Apache-2.0
 *
 * Committed archives and the entries that may be about them, found from either side by the names that both have (archive_kinds.h).
 * Each list is made when first wanted and lives as long as the check.
 */
#ifndef SEAMGATE_DEPENDENCIES_PROOF_ARCHIVE_INDEX_H
#define SEAMGATE_DEPENDENCIES_PROOF_ARCHIVE_INDEX_H

#include "checks/dependencies/proof/archive_kinds.h"
#include "checks/dependencies/proof/proof.h"

struct archived_entry {
	const struct pin *pin;
	const char *format;
	struct text lock; /* its path */
};

/* What was found, in proving->arena. */
struct archived_entries {
	const struct archived_entry **items;
	size_t count;
};

/* Entries with a digest that are about a file, in the order of the kind's formats, of the locks, and of each lock. */
MUST_CHECK int archive_index_entries(struct archived_entries *out, struct proving *proving,
	const struct archived_kind *kind, struct text path, struct err *err);

/* Archives at the head that an entry of a lock in that folder is about, in the order of the kind's suffixes and of their paths. */
MUST_CHECK int archive_index_files(struct paths *out, struct proving *proving,
	const struct archived_kind *kind, const struct pin *pin, struct text lock_folder,
	struct err *err);

#endif
