/* SPDX-License-Identifier: Apache-2.0
 *
 * What a DVC pipeline made and git does not have: the digests of a model that stand in dvc.lock files only, as outputs of stages. Their
 * paths are taken from the folder of the dvc.lock (a stage's own `wdir` does not stand there).
 */
#ifndef SEAMGATE_MODEL_LOCKED_H
#define SEAMGATE_MODEL_LOCKED_H

#include "checks/model/judging.h"

/* By its name. */
bool is_lock(struct text path);

/* Adds the digests of outputs that a glob matches, or of folders above what it matches, unless git has those bytes.
 * ERR_LOOK: a dvc.lock that cannot be read. */
MUST_CHECK int locked_read(struct model_digests *out, const struct check_job *job, enum side side,
	const struct text_list *globs, struct err *err);

/* Whether base and head record other digests; also true where one of them cannot be read. */
MUST_CHECK int locked_changed(
	bool *changed, const struct check_job *job, const struct text_list *globs, struct err *err);

#endif
