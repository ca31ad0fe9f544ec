/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/run_parts.h"

static bool is_hop(const struct hop *hop, const char *name)
{
	return name && text_is(hop->name, name);
}

/* What was measured and cannot be decided is no evidence that a hop is sound. */
static bool is_evidence(const struct measurement *row)
{
	return row->verdict != MEASURED_INCONCLUSIVE && row->verdict != MEASURED_ONLY;
}

static bool is_measured(const struct result *result, const struct hop *hop)
{
	for (size_t i = 0; i < result->outcome_count; i++)
		for (size_t row = 0; row < result->outcomes[i].measurement_count; row++) {
			const struct measurement *measured = &result->outcomes[i].measurements[row];

			if (is_evidence(measured) && is_hop(hop, measured->hop))
				return true;
		}
	return false;
}

/* Counts the hop's findings; true where one blocks. */
static bool count_findings(struct hop *hop, const struct result *result)
{
	bool blocks = false;

	hop->findings = 0;
	for (size_t i = 0; i < result->finding_count; i++) {
		if (!is_hop(hop, result->findings[i]->hop))
			continue;
		hop->findings++;
		blocks = blocks || result->findings[i]->blocking;
	}
	return blocks;
}

void hops_lay(struct result *result)
{
	bool seen = false;

	for (size_t i = 0; i < result->hop_count; i++) {
		struct hop *hop = &result->hops[i];
		bool blocks = count_findings(hop, result);

		if (blocks)
			hop->status = seen ? HOP_DOWNSTREAM : HOP_ORIGIN;
		else if (hop->findings || is_measured(result, hop))
			hop->status = HOP_CLEAN;
		else
			hop->status = HOP_UNMEASURED;
		seen = seen || blocks;
	}
}
