/* SPDX-License-Identifier: Apache-2.0
 *
 * The rules, and scanners that no job has at the moment: what one has compiled serves the next. Shared by all jobs;
 * a scanner that is taken is its taker's alone, and which one it is makes no difference to what it finds.
 *
 * Where the rules are light (ruleset.h) there are scanners of two kinds. The full ones' rules are compiled when the first is taken.
 */
#ifndef SEAMGATE_SECRETS_SCANNERS_H
#define SEAMGATE_SECRETS_SCANNERS_H

#include "checks/secrets/scan.h"

enum scanner_kind { SCANNER_LIGHT, SCANNER_FULL };
enum { SCANNER_KINDS = SCANNER_FULL + 1 };

struct scanners;

/* Takes the rules over, also where it fails. The deadline, or NULL, is for compiling them. */
MUST_CHECK int scanners_open(struct scanners **out, struct ruleset *rules,
	const struct deadline *deadline, struct err *err);
void scanners_close(struct scanners *scanners); /* NULL is fine */

const struct ruleset *scanners_rules(const struct scanners *scanners);

/* A text of which a light one left something out, so that a full one looks at it too. Whether light ones are tried: not where the rules are
 * full, nor once so many texts took their time twice. */
enum { MOST_LEFT_OUT = 16 };
void scanners_left_out(const struct scanners *scanners);
bool scanners_try_light(const struct scanners *scanners);

/* An idle one, or a new one; the caller's until it is put back, as the same kind, or closed. */
MUST_CHECK int scanner_take(struct scanner **out, const struct scanners *scanners,
	enum scanner_kind kind, struct err *err);
void scanner_put(const struct scanners *scanners, enum scanner_kind kind, struct scanner *scanner);

#endif
