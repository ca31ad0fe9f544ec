/* SPDX-License-Identifier: Apache-2.0
 *
 * The text that the bytes of a decoded block hold (decode/content.h): themselves, UTF-16 made ASCII, a stream inflated, all members of an
 * archive one behind the other, each behind its name. What an archive may cost is limited twice: members.h for one, `most` for all.
 */
#ifndef SEAMGATE_SECRETS_UNPACK_H
#define SEAMGATE_SECRETS_UNPACK_H

#include "checks/secrets/decode/content.h"
#include "gate/base/archive.h"

struct unpack {
	struct archive_library **library; /* borrowed, opened where it is needed */
	unsigned archive_depth;           /* 0: archives are not opened */
	size_t most;                      /* bytes */
	const char *gap;                  /* set: not all of it was looked at, and why */
	bool broken;                      /* set: a stream that breaks off */
	size_t in_vain;                   /* bytes that were unpacked and are not in it */
};

/* Appends it. False: nothing that could be looked at; then what was appended means nothing. Out of memory: out->failed. */
bool unpack_onto(
	struct buffer *out, struct text bytes, enum content content, struct unpack *unpack);

#endif
