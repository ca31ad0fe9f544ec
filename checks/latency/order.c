/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/order.h"

#include <math.h>

#include "gate/rule.h"

/* When the first and the last run of a side were made; NAN where a file does not say. */
struct span_of_time {
	double first, last;
};

static struct span_of_time span_of(const struct flow_side *side)
{
	struct span_of_time span = {INFINITY, -INFINITY};

	for (size_t i = 0; i < side->run_count; i++) {
		double at = side->runs[i].samples.at;

		if (isnan(at))
			return (struct span_of_time){NAN, NAN};
		span.first = fmin(span.first, at);
		span.last = fmax(span.last, at);
	}
	return span;
}

enum order order_of(const struct flow_side *base, const struct flow_side *head)
{
	struct span_of_time old = span_of(base), new = span_of(head);

	if (isnan(old.first) || isnan(new.first) || base->run_count == 0 || head->run_count == 0)
		return ORDER_UNKNOWN;
	if (old.last < new.first)
		return ORDER_BASE_FIRST;
	return new.last < old.first ? ORDER_HEAD_FIRST : ORDER_IN_TURN;
}

const char *order_words(enum order order)
{
	static const char *const words[] = {
		[ORDER_UNKNOWN] = "",
		[ORDER_IN_TURN] = "base and head in turn",
		[ORDER_BASE_FIRST] = "base before head",
		[ORDER_HEAD_FIRST] = "head before base",
	};

	return words[order];
}

int order_report(const struct check_job *job, const struct flow *flow, enum order order,
	const struct flow_side *base, const struct flow_side *head, struct err *err)
{
	const struct rule *rule = rule_find(&builtin_rules, text_of("latency/not-interleaved"));
	bool base_first = order == ORDER_BASE_FIRST;
	const char *message;

	if (order != ORDER_BASE_FIRST && order != ORDER_HEAD_FIRST)
		return 0;
	message = arena_printf(job->arena,
		"%.*s: %s of the %s %s made before any of the %s; what else changed on the machine "
		"in between counts as the change's",
		text_quote(flow->name), flow->name.ptr,
		(base_first ? base : head)->run_count == 1 ? "the run" : "all runs",
		base_first ? "base" : "head",
		(base_first ? base : head)->run_count == 1 ? "was" : "were",
		base_first ? "head" : "base");
	if (!message)
		return err_nomem(err);
	check_report(job, &(struct finding){.rule = rule->id,
				  .severity = rule->severity,
				  .path = head->runs[0].path,
				  .message = text_of(message),
				  .remedy = text_of(rule->remedy),
				  .evidence = flow->name});
	return 0;
}
