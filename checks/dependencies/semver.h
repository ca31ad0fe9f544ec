/* SPDX-License-Identifier: Apache-2.0
 *
 * Ranges of versions as node-semver has them (github.com/npm/node-semver, README "Ranges"): comparators, "^", "~",
 * x-ranges, hyphens, "||", and the rule that a prerelease satisfies only comparators of its own major.minor.patch
 * that have one.
 */
#ifndef SEAMGATE_DEPENDENCIES_SEMVER_H
#define SEAMGATE_DEPENDENCIES_SEMVER_H

#include "gate/base/text.h"

/* False too where either is no range or no version (a tag, a URL). */
bool semver_satisfies(struct text range, struct text version);

/* True for what npm reads as a range; "11.10." it takes for the name of a tag. */
bool semver_is_range(struct text range);

#endif
