/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/report/report.h"

#include "gate/report/formats.h"
#include "gate/report/html.h"

const struct report *const reports[] = {
	&report_human,
	&report_html,
	&report_json,
	&report_ndjson,
	&report_sarif,
	&report_github,
	&report_markdown,
	&report_code_quality,
	&report_junit,
	&report_secret_detection,
	&report_dependency_scanning,
	&report_cyclonedx,
	NULL,
};

const struct report *report_find(struct text name)
{
	for (size_t i = 0; reports[i]; i++)
		if (text_is(name, reports[i]->name))
			return reports[i];
	return NULL;
}
