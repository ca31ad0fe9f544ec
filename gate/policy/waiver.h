/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SEAMGATE_POLICY_WAIVER_H
#define SEAMGATE_POLICY_WAIVER_H

#include "gate/base/yaml.h"
#include "gate/policy/policy.h"

/* Gives waivers their places in the file, and refuses a fingerprint of another form and a waiver
 * that is there twice. `list` is the file's list; NULL: there are none. */
MUST_CHECK int waivers_check(struct waiver *waivers, size_t count, const struct yaml *list,
	const char *name, struct err *err);

#endif
