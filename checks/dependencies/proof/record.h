/* SPDX-License-Identifier: Apache-2.0
 *
 * RECORD of a wheel or of an installed Python distribution (Binary distribution format; PEP 376, PEP 627): rows "path,algorithm=digest,size" of
 * CSV (RFC 4180). The digest is URL-safe base64 without padding; some tools write hex. Of RECORD itself, its signatures and
 * compiled files there is none.
 */
#ifndef SEAMGATE_DEPENDENCIES_PROOF_RECORD_H
#define SEAMGATE_DEPENDENCIES_PROOF_RECORD_H

#include "checks/dependencies/pin.h"
#include "gate/base/keys.h"

struct record_row {
	struct text path;   /* as written, quotes undone */
	struct text digest; /* decoded; ptr NULL where the row has none */
	enum digest_algorithm algorithm;
	uint64_t size;
	bool has_size;
	uint32_t line;
};

struct record {
	struct record_row *rows; /* in the order of the file */
	size_t count, capacity;
	struct keys paths; /* for record_find */
};

/* ERR_LOOK "name:line: what" where it is no such file: a cell too many or too few, a quote that does not end, a digest of another
 * length than its algorithm's, a path twice. Texts lie in the arena or in the content. */
MUST_CHECK int record_parse(struct record *out, struct text content, struct text name,
	struct arena *arena, struct err *err);

/* The row of a path, or NULL. */
const struct record_row *record_find(const struct record *record, struct text path);

/* RECORD and its signatures, which have no row with a digest. */
bool record_is_itself(struct text path);

/* Whether a checkout's compiled file is run in the place of its source. */
bool record_is_run(struct text pyc);

#endif
