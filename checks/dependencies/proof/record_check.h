/* SPDX-License-Identifier: Apache-2.0
 *
 * Wheels and installed Python distributions held to their own RECORD.
 */
#ifndef SEAMGATE_DEPENDENCIES_PROOF_RECORD_CHECK_H
#define SEAMGATE_DEPENDENCIES_PROOF_RECORD_CHECK_H

#include "checks/dependencies/proof/proof.h"
#include "checks/dependencies/proof/record.h"

/* A wheel that no lock names: adds the proof, refuted where a member is not what its RECORD lists or is not listed, else open. */
MUST_CHECK int record_check_wheel(
	struct proving *proving, struct proof *proof, struct text wheel, struct err *err);

/* The RECORDs of installed distributions that the change may concern, folder by folder; in a scan all. */
MUST_CHECK int records_find(struct paths *out, struct proving *proving, struct err *err);

/* RECORDs that the change deletes, while what they listed stays. Empties proving->arena. */
MUST_CHECK int record_gone(struct proving *proving, struct err *err);

#endif
