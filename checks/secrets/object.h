/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of a commit or tag object as git stores it (git-cat-file(1), gitformat-signature(5)):
 * header lines "name value", continued by lines that begin with a space, an empty line, the message.
 */
#ifndef SEAMGATE_SECRETS_OBJECT_H
#define SEAMGATE_SECRETS_OBJECT_H

#include "gate/base/text.h"

struct object {
	struct text bytes;
	size_t message;      /* where it begins; the object's length where there is none */
	uint32_t first_line; /* of the message, counted from 1 in the object */
	size_t line, next;   /* the header line that was asked for last, and the one behind it */
	struct text field;   /* its name */
};

/* Borrows the bytes. */
void object_read(struct object *object, struct text bytes);

struct object_part {
	struct text field; /* name of the header, or empty: the message */
	bool is_noise;     /* the id of another object, which is no secret */
};

/* What stands at an offset. Asked in ascending order, all answers together cost one pass. */
struct object_part object_part(struct object *object, size_t offset);

#endif
