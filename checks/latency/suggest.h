/* SPDX-License-Identifier: Apache-2.0
 *
 * A flow for .seamgate.yml, made from files of measurements: budgets are the p75 of these runs and a quarter, rounded up to
 * two digits. For `seamgate latency suggest`.
 */
#ifndef SEAMGATE_LATENCY_SUGGEST_H
#define SEAMGATE_LATENCY_SUGGEST_H

#include "checks/latency/format.h"
#include "gate/base/buffer.h"

struct suggestion;

/* ERR_USAGE where there is no such format (with the nearest). Lives in the arena. */
MUST_CHECK int suggestion_start(
	struct suggestion **out, const char *format, struct arena *arena, struct err *err);

/* One file; content has to live as long as the suggestion. */
MUST_CHECK int suggestion_add(
	struct suggestion *suggestion, const char *path, struct text content, struct err *err);

/* YAML. */
MUST_CHECK int suggestion_print(
	const struct suggestion *suggestion, struct buffer *out, struct err *err);

/* Names are foreign: a quoted scalar of YAML, in which JSON's escapes hold. */
void suggestion_quote(struct buffer *out, struct text text);

/* Whether a phase is long enough for a budget: chance alone breaks one that is below a hundredth of the total's. */
bool suggestion_is_worth(double ms, double total);

/* A budget for a value: a quarter more, rounded up to two digits. */
double suggestion_budget(double ms);

#endif
