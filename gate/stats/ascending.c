/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/stats/ascending.h"

static bool next(struct ascending *self, double *value)
{
	struct sample_ascending *over = (struct sample_ascending *)self;

	if (over->at == over->sample.count)
		return false;
	*value = over->sample.values[over->at++];
	return true;
}

struct sample_ascending sample_ascending(struct sample sorted)
{
	return (struct sample_ascending){{next, sorted.count}, sorted, 0};
}
