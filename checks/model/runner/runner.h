/* SPDX-License-Identifier: Apache-2.0
 *
 * The built-in runner (`runner:` of the policy): models in ONNX's format are run by ONNX Runtime on a labelled set, head, base and
 * reference each in a process of its own, and what they answer is evidence like any other. The set is the base's, so that no change is
 * measured by a set of its own.
 */
#ifndef SEAMGATE_MODEL_RUNNER_RUNNER_H
#define SEAMGATE_MODEL_RUNNER_RUNNER_H

#include "checks/model/judging.h"

/* What the process writes in the place of answers where there is no library; why follows. */
#define RUNNER_ABSENT "no library: "

/* Settings that cannot work: ERR_USAGE. */
MUST_CHECK int runner_check(const struct model_options *model, struct err *err);

/* Where the model or its reference changed: runs them, and adds a source to the subject. What could not be run is noted. */
MUST_CHECK int runner_read(
	struct model_judging *judging, struct model_subject *subject, struct err *err);

#endif
