/* SPDX-License-Identifier: Apache-2.0
 *
 * A model or data set of a hub as a pin: PIN_REFERENCE | PIN_MODEL. Only "owner/name" is the id of one; anything else
 * (a variable, a path) is named as written and never asked to be fixed, though what was fixed may still be let go.
 */
#ifndef SEAMGATE_DEPENDENCIES_MODEL_H
#define SEAMGATE_DEPENDENCIES_MODEL_H

#include "checks/dependencies/format.h"

struct model {
	struct text name;     /* the id, or the expression that gives it */
	struct text revision; /* as written; "" where there is none */
	struct text code_revision;
	bool is_literal; /* the name is written out */
	bool is_unknown; /* the revision is something that the file does not tell */
	bool is_loose; /* a place where a model without a revision is usual: no reason to say so */
	bool remote_code; /* code that comes with the model is run */
	uint32_t line, column;
};

/* With a whole commit id as code_revision what runs is fixed: no PIN_REMOTE_CODE then. */
MUST_CHECK int model_add(struct lock *lock, const struct model *model, struct err *err);

/* "owner/name" of the characters that the hub allows, and no file or folder by its looks. */
bool is_model_id(struct text text);

#endif
