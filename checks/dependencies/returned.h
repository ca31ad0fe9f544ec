/* SPDX-License-Identifier: Apache-2.0
 *
 * What a file said at ancestors of the base, by first parents: it was merged once, and no change can make that. Of an entry that goes back to
 * it, not of one that is new. What an ancestor had is no proof that it was right, so that it makes a warning of an error and no more; and
 * never of one hash in the place of another, which may have been changed because the first one was bad.
 *
 * Read once a subject, when first asked about: the newest MOST_RETURNED contents of the file, RETURNED_BYTES of them together at
 * most, and those that can be read. What a shallow clone has not says nothing.
 */
#ifndef SEAMGATE_DEPENDENCIES_RETURNED_H
#define SEAMGATE_DEPENDENCIES_RETURNED_H

#include "checks/dependencies/judging.h"

enum { MOST_RETURNED = 100, RETURNED_BYTES = 64 << 20, MOST_RETURNED_ASKED = 1000 };

/* Every digest of the pin stood there for that name, version and artifact. False for a pin without. */
MUST_CHECK int returned_digests(bool *out, struct judging *judging, const struct subject *subject,
	const struct pin *pin, struct err *err);

/* Every package of the head that needs the pin needed that name in that version there, under its own version of now; and the project itself
 * does not need it. */
MUST_CHECK int returned_needs(bool *out, struct judging *judging, const struct subject *subject,
	const struct pin *pin, struct err *err);

/* Most entries of the file came from that host, and do so now: a single one from a registry that was given up, and may be another's by now, does not go back to it. */
MUST_CHECK int returned_host(bool *out, struct judging *judging, const struct subject *subject,
	const struct address *host, struct err *err);

/* The registry of that name was at that very URL. */
MUST_CHECK int returned_setting(bool *out, struct judging *judging, const struct subject *subject,
	const struct setting *setting, struct err *err);

#endif
