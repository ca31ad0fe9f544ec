/* SPDX-License-Identifier: Apache-2.0
 *
 * New waivers in the text of a policy file, which keeps every byte that it has: they are put before the first waiver that is there,
 * or, where there is none, behind the end as a list of their own.
 */
#ifndef SEAMGATE_POLICY_APPEND_H
#define SEAMGATE_POLICY_APPEND_H

#include "gate/policy/policy.h"

/* A waiver that is to be written. The day is as it stands in the file: 2027-01-31. */
struct new_waiver {
	const char *rule, *fingerprint; /* the whole one */
	struct text path;               /* a path, not a glob; "" for any */
	const char *reason, *owner, *expires;
};

/* *out is the new file, which policy_read has taken. ERR_USAGE where the file is none, has its waivers in flow style, or the new
 * ones are refused (a reason that is blank, a day that is none). */
MUST_CHECK int policy_append(struct buffer *out, struct text policy, const char *name,
	const struct new_waiver *waivers, size_t count, struct arena *arena, struct err *err);

#endif
