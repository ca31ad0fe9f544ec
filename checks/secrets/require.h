/* SPDX-License-Identifier: Apache-2.0
 *
 * Composite rules: a match counts only where other rules match near it, anywhere in the blob.
 */
#ifndef SEAMGATE_SECRETS_REQUIRE_H
#define SEAMGATE_SECRETS_REQUIRE_H

#include "checks/secrets/scan.h"

/* Takes out of a finished scan the hits whose rule requires another that is not near enough, and those of rules that are
 * only part of others. Places are compared as they stand in the file, encoded or not. Of so many hits that comparing them would take long
 * the rest stay: too much is reported, not too little. */
MUST_CHECK int require_settle(struct scan *scan, const struct views *views, struct err *err);

#endif
