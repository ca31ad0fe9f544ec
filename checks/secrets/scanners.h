/* SPDX-License-Identifier: Apache-2.0
 *
 * The rules, and scanners that no job has at the moment: what one has compiled serves the next. Shared by all jobs;
 * a scanner that is taken is its taker's alone, and which one it is makes no difference to what it finds.
 */
#ifndef SEAMGATE_SECRETS_SCANNERS_H
#define SEAMGATE_SECRETS_SCANNERS_H

#include "checks/secrets/scan.h"

struct scanners;

/* Takes the rules over, also where it fails. */
MUST_CHECK int scanners_open(struct scanners **out, struct ruleset *rules, struct err *err);
void scanners_close(struct scanners *scanners); /* NULL is fine */

const struct ruleset *scanners_rules(const struct scanners *scanners);

/* An idle one, or a new one; the caller's until it is put back or closed. */
MUST_CHECK int scanner_take(struct scanner **out, const struct scanners *scanners, struct err *err);
void scanner_put(const struct scanners *scanners, struct scanner *scanner);

#endif
