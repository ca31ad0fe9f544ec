/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/measurement.h"

static const struct {
	const char *name;
	unsigned badness;
} verdicts[] = {
	[MEASURED_WITHIN] = {"within", 2},
	[MEASURED_BETTER] = {"better", 1},
	[MEASURED_REGRESSED] = {"regressed", 5},
	[MEASURED_OVER_LIMIT] = {"over-limit", 4},
	[MEASURED_INCONCLUSIVE] = {"inconclusive", 3},
	[MEASURED_ONLY] = {"only", 0},
};

const char *measured_name(enum measured verdict)
{
	return verdicts[verdict].name;
}

bool measured_worse(enum measured a, enum measured b)
{
	return verdicts[a].badness > verdicts[b].badness;
}
