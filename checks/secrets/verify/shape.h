/* SPDX-License-Identifier: Apache-2.0
 *
 * What a value under a name like "password" or "token" may be, other than a secret. Names and words are
 * likeness.h's business. Linear in the value.
 */
#ifndef SEAMGATE_SECRETS_SHAPE_H
#define SEAMGATE_SECRETS_SHAPE_H

#include "gate/base/text.h"

enum shape {
	SHAPE_NONE,        /* nothing that is known */
	SHAPE_PLACEHOLDER, /* your-key-here, changeme, xxxxx, <token>, example */
	SHAPE_REFERENCE, /* ${NAME}, {{ name }}, $(command), vault:…, ENC(…): stands for a value, or is an encrypted one */
	SHAPE_NUMBER,    /* digits and what stands between them: versions, dates, times, ports */
	SHAPE_COLOUR,    /* #a1b2c3 */
	SHAPE_UUID,      /* 8-4-4-4-12 */
	SHAPE_HASH,      /* sha256:…, sha512-…, $2b$…: a digest that says so */
	SHAPE_PATH,      /* of a file, a URL, a name with an extension */
	SHAPE_CODE,      /* calls, brackets, operators, format strings */
	SHAPE_SEQUENCE,  /* 123456789, abcdefgh, a few characters repeated */
};

enum shape shape_of(struct text value);

/* "a name" for messages and tests. */
const char *shape_name(enum shape shape);

#endif
