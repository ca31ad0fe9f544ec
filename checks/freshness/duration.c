/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/freshness/duration.h"

#include <math.h>
#include <stdio.h>

struct duration duration_of(double seconds)
{
	static const struct {
		double least, of;
		const char *unit;
	} units[] = {{172800, 86400, "d"}, {7200, 3600, "h"}, {120, 60, "min"}, {1, 1, "s"},
		{0, 1e-3, "ms"}};
	struct duration out;
	size_t i = 0;

	while (units[i].least > fabs(seconds))
		i++;
	snprintf(out.text, sizeof(out.text),
		fabs(seconds / units[i].of) < 10 ? "%.2g %s" : "%.0f %s", seconds / units[i].of,
		units[i].unit);
	return out;
}
