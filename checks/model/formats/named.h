/* SPDX-License-Identifier: Apache-2.0
 *
 * "These are the bytes that I was run on", as evidence may say it: in text a line of sha256sum ("<64 hex digits>  path"), in trees a
 * member "model_sha256", of one digest or of paths to digests.
 */
#ifndef SEAMGATE_MODEL_FORMATS_NAMED_H
#define SEAMGATE_MODEL_FORMATS_NAMED_H

#include "checks/model/format.h"
#include "checks/model/recipe/setting.h"
#include "gate/base/json.h"

/* Adds the model of such a line; any other line is none of ours. */
MUST_CHECK int evidence_named_line(
	struct evidence *evidence, struct text line, uint32_t number, struct err *err);

/* Of the member "model_sha256" of an object, where it has one. A digest that is none is ERR_LOOK: it was meant as one. */
MUST_CHECK int evidence_named_json(struct evidence *evidence, const struct evidence_file *file,
	const struct json *object, struct err *err);
MUST_CHECK int evidence_named_setting(struct evidence *evidence, const struct evidence_file *file,
	const struct setting *map, struct err *err);

#endif
