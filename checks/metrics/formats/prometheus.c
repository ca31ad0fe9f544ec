/* SPDX-License-Identifier: Apache-2.0
 *
 * Prometheus text exposition and OpenMetrics (gate/base/exposition.h), one scrape or several, one behind the other. A sample's series is its name and labels.
 */
#include "checks/metrics/format.h"
#include "gate/base/exposition.h"

static int read_prometheus(struct numbers *out, const struct number_file *file, struct err *err)
{
	struct text rest = file->content, line;
	struct exposition_filter filter;
	struct exposition sample;
	bool nomem;

	if (!exposition_filter_read(&filter, file->select, file->scratch, &nomem))
		return nomem ? err_nomem(err)
			     : numbers_refuse(file->name, 1, err, "select: names no samples",
				       "write name or name{label=\"value\"}");
	for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
		if (!exposition_read(&sample, line))
			return numbers_refuse(file->name, number, err,
				"this is no sample: a name, labels in braces, and a number",
				"scrape again; the file is cut off, or is no Prometheus text");
		if (sample.is_sample && exposition_is_wanted(&filter, &sample) &&
			numbers_add(out, sample.value, sample.whole, number, err) < 0)
			return -1;
	}
	return 0;
}

const struct number_format number_format_prometheus = {
	.summary = "Prometheus text; select: is name{label=\"value\"}",
	.read = read_prometheus,
};
