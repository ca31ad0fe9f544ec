/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/freshness/format.h"

#include <math.h>

#define FORMAT(name, identifier) extern const struct fresh_format fresh_format_##identifier;
#include "checks/freshness/formats.def"
#undef FORMAT

const char *const fresh_format_names[] = {
#define FORMAT(name, identifier) name,
#include "checks/freshness/formats.def"
#undef FORMAT
	NULL};

const struct fresh_format *const fresh_formats[] = {
#define FORMAT(name, identifier) &fresh_format_##identifier,
#include "checks/freshness/formats.def"
#undef FORMAT
};

double fresh_moment(double number)
{
	static const double units[] = {1, 1e3, 1e6, 1e9};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (number >= 1e8 * units[i] && number < 1e11 * units[i])
			return number / units[i];
	return NAN;
}

double fresh_stamp(const struct exposition *sample)
{
	return isnan(sample->timestamp) ? NAN : fresh_moment(sample->timestamp);
}

int fresh_samples(const struct fresh_file *file,
	int (*add)(void *context, const struct exposition *sample, struct text labels,
		uint32_t line, struct err *err),
	void *context, struct err *err)
{
	struct text rest = file->content, line;
	struct exposition_filter filter;
	struct exposition sample;
	bool nomem;

	if (!exposition_filter_read(&filter, file->select, file->scratch, &nomem))
		return nomem ? err_nomem(err)
			     : reading_refuse(file->name, 1, err, "select: names no samples",
				       "write name, name{label=\"value\"} or {label=\"value\"}");
	for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
		if (!exposition_read(&sample, line))
			return reading_refuse(file->name, number, err,
				"this is no sample: a name, labels in braces, and a number",
				"scrape again; the file is cut off, or is no Prometheus text");
		if (sample.is_sample && exposition_is_wanted(&filter, &sample) &&
			add(context, &sample, exposition_labels(&sample), number, err) < 0)
			return -1;
	}
	return 0;
}
