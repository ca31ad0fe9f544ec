/* SPDX-License-Identifier: Apache-2.0
 *
 * One vendored crate: opened, its archive unpacked, its files held to both. Opening and judging are for the job's thread;
 * between them crates are unpacked on several threads at once.
 */
#ifndef SEAMGATE_DEPENDENCIES_PROOF_CRATE_PROOF_H
#define SEAMGATE_DEPENDENCIES_PROOF_CRATE_PROOF_H

#include "checks/dependencies/crate.h"
#include "checks/dependencies/proof/cargo.h"

struct crate_proof {
	struct proving *proving;
	const struct proof_folder *folder;
	const struct hashed *hashed; /* of each of the folder's files */
	struct crate crate;
	struct vendored vendored; /* its arena is the crate's */
	struct crate_entries entries;
	struct cargo_archives archives;
	struct packing packing;
	struct text artifact; /* the archive that is a pin's, or empty */
	bool readable, may_unpack, is_unpacked, has_archive, refuted, failed;
};

/* Reads what says of what the crate is made of, and the archives there may be of it. To be closed also where it fails. */
MUST_CHECK int crate_proof_open(struct crate_proof *it, struct proving *proving,
	const struct proof_folder *folder, struct err *err);
void crate_proof_close(struct crate_proof *it);

/* Finds out which archive is the pin's, and hashes what is in it. It may be left out: judging does what was not done. */
void crate_proof_unpack(struct crate_proof *it);

/* Reports, and counts the proof. */
MUST_CHECK int crate_proof_judge(
	struct crate_proof *it, const struct hashed *hashed, struct err *err);

#endif
