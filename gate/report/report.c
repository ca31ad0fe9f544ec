/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/report/report.h"

#include "gate/report/formats.h"

const struct report *const reports[] = {
	&report_human,
	&report_json,
	&report_sarif,
	NULL,
};

const struct report *report_find(struct text name)
{
	for (size_t i = 0; reports[i]; i++)
		if (text_is(name, reports[i]->name))
			return reports[i];
	return NULL;
}
