/* SPDX-License-Identifier: Apache-2.0
 *
 * A lock in the place of another package manager's. Their locks name different hosts of one registry; that it is one, the
 * hashes tell: those of the packages that both have, which nobody who changes a host can make up.
 */
#ifndef SEAMGATE_DEPENDENCIES_REPLACED_H
#define SEAMGATE_DEPENDENCIES_REPLACED_H

#include "checks/dependencies/judging.h"

enum { FEWEST_SAME = 4 };

/* True where the file is new, a lock of another format of its ecosystem beside it is gone, and of the entries from that
 * host that the gone one had under the same version at least FEWEST_SAME have the same hash, and none another one. False
 * also where the gone one cannot be read: the finding is then the stricter one. Reads into the subject's arena. */
MUST_CHECK int replaces_with_same(bool *out, struct judging *judging, const struct subject *subject,
	const struct address *host, struct err *err);

#endif
