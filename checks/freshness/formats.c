/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/freshness/format.h"

#include <math.h>
#include <stdio.h>

#include "gate/base/moment.h"

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

static bool is_among(struct text key, const char *const *words)
{
	for (; *words; words++)
		if (text_is(key, *words))
			return true;
	return false;
}

struct text fresh_lasting(char room[static EXPOSITION_LONGEST_LINE],
	const struct exposition *sample, const char *const *passing)
{
	size_t at = 0;

	for (size_t i = 0; i < sample->label_count; i++) {
		struct text key = sample->labels[i].key, value = sample->labels[i].value;

		if (!is_among(key, passing))
			at += (size_t)snprintf(room + at, EXPOSITION_LONGEST_LINE - at,
				"%s%.*s=\"%.*s\"", at ? "," : "", (int)key.len, key.ptr,
				(int)value.len, value.ptr);
	}
	return (struct text){room, at};
}

double fresh_stamp(const struct exposition *sample)
{
	return isnan(sample->timestamp) ? NAN : moment_of(sample->timestamp);
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
