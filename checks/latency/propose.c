/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/propose.h"

#include <math.h>

#include "checks/latency/side.h"
#include "checks/latency/suggest.h"

static int budget_of(double *ms, const struct flow *flow, const struct flow_side *side, size_t k,
	struct arena *arena, struct err *err)
{
	if (side_statistic(ms, flow, (struct sample){side->columns[k], side->count}, arena, err) <
		0)
		return -1;
	*ms = suggestion_budget(*ms);
	return 0;
}

static struct text hop_of(const struct flow *flow, struct text name)
{
	const struct flow_phase *phases = flow->phases.items;

	for (size_t i = 0; i < flow->phases.count; i++)
		if (text_equal(phases[i].name, name))
			return phases[i].hop;
	return (struct text)TEXT("");
}

static int print_phase(const struct flow *flow, const struct flow_side *side, size_t k,
	struct buffer *out, struct arena *arena, struct err *err)
{
	struct text hop = hop_of(flow, side->phases[k]);
	double ms, total;

	if (budget_of(&ms, flow, side, k, arena, err) < 0 ||
		budget_of(&total, flow, side, side->phase_count, arena, err) < 0)
		return -1;
	buffer_string(out, "          - {name: ");
	suggestion_quote(out, side->phases[k]);
	if (suggestion_is_worth(ms, total))
		buffer_printf(out, ", budget_ms: %g", ms);
	if (hop.len) {
		buffer_string(out, ", hop: ");
		suggestion_quote(out, hop);
	}
	buffer_string(out, "}\n");
	return 0;
}

static int print_flow(const struct flow *flow, const struct flow_side *side, struct buffer *out,
	struct arena *arena, struct err *err)
{
	double ms;

	if (budget_of(&ms, flow, side, side->phase_count, arena, err) < 0)
		return -1;
	buffer_string(out, "      - name: ");
	suggestion_quote(out, flow->name);
	buffer_printf(out, " # from %zu runs\n        statistic: %s\n        budget_ms: %g\n",
		side->count, flow_statistic(flow).name, ms);
	buffer_string(out, side->phase_count ? "        phases:\n" : "");
	for (size_t k = 0; k < side->phase_count; k++)
		if (print_phase(flow, side, k, out, arena, err) < 0)
			return -1;
	return 0;
}

static void print_missing(const struct flow *flow, struct buffer *out)
{
	const struct flow_source *source = flow->sources.items;

	buffer_string(out, "      # no report: ");
	suggestion_quote(out, flow->name);
	buffer_string(out, ", ");
	suggestion_quote(out, source->path);
	buffer_string(out, "\n");
}

int propose_flows(
	const struct check_job *job, struct buffer *out, size_t *proposed, struct err *err)
{
	const struct latency_options *options = job->options;
	const struct flow *flows = options->flows.items;

	*proposed = 0;
	buffer_string(out, "checks:\n  latency:\n    flows:\n");
	for (size_t i = 0; i < options->flows.count; i++) {
		struct flow_side side;

		if (side_read(&side, job, &flows[i], false, NULL, err) < 0)
			return -1;
		if (!side.usable)
			continue;
		if (side.count == 0) {
			print_missing(&flows[i], out);
			continue;
		}
		if (print_flow(&flows[i], &side, out, job->arena, err) < 0)
			return -1;
		++*proposed;
	}
	return 0;
}
