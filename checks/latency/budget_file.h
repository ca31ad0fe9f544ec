/* SPDX-License-Identifier: Apache-2.0
 *
 * budget.json of LightWallet, which Lighthouse read until 12.0 and Lighthouse CI still does (GoogleChrome/lighthouse-ci types/assert.d.ts): an array of
 * {"path", "timings": [{"metric", "budget", "tolerance"}]}. The path is a pattern as in robots.txt ("*", "$" at the end; without it "/"); of
 * several that match the last counts. A tolerance is added to its budget. Sizes and counts of resources are no latencies and are
 * passed over. Strict otherwise: a misspelt metric would be a budget that nobody holds.
 */
#ifndef SEAMGATE_LATENCY_BUDGET_FILE_H
#define SEAMGATE_LATENCY_BUDGET_FILE_H

#include "gate/base/json.h"

/* The budget in ms of a metric ("largest-contentful-paint") of a page ("/shop"); NAN where the file has none. The tree and what it is
 * borrowed from live in the arena. ERR_LOOK where the file is damaged. */
MUST_CHECK int budget_file_find(double *ms, struct text content, const char *name,
	struct text metric, struct text page, struct arena *arena, struct err *err);

/* Whether a pattern of robots.txt matches a path. */
bool budget_file_matches(struct text pattern, struct text path);

#endif
