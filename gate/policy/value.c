/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/policy/value.h"

#include "gate/policy/value_parts.h"

/* One row a type; parse NULL for what is no single value. */
static const struct {
	bool (*parse)(const struct option *option, struct text text, bool quoted, void *field);
	void (*format)(struct buffer *out, const struct option *option, const void *field);
	const char *wanted;
} types[] = {
	[OPTION_BOOL] = {parse_bool, format_bool, "true or false"},
	[OPTION_INTEGER] = {parse_integer, format_integer, "a whole number"},
	[OPTION_NUMBER] = {parse_number, format_number, "a number"},
	[OPTION_TOLERANCE] = {parse_tolerance, format_tolerance,
		"a number, a share such as 5% or a duration such as 40ms"},
	[OPTION_DURATION] = {parse_duration, format_duration, "a duration such as 150ms or 15m"},
	[OPTION_SIZE] = {parse_size, format_size, "a size such as 64MiB or a number of bytes"},
	[OPTION_STRING] = {parse_string, format_string, "a string"},
	[OPTION_GLOB] = {parse_string, format_string, "a path or a pattern of paths"},
	[OPTION_DATE] = {parse_date, format_date, "a date such as 2027-01-31"},
	[OPTION_CHOICE] = {parse_choice, format_choice, "one of"},
	[OPTION_STRINGS] = {NULL, NULL, "a list of strings"},
	[OPTION_GLOBS] = {NULL, NULL, "a list of paths or patterns of paths"},
	[OPTION_BLOCK] = {NULL, NULL, "a mapping"},
	[OPTION_BLOCKS] = {NULL, NULL, "a list of mappings"},
	[OPTION_MAP] = {NULL, NULL, "a mapping"},
};

bool value_is_single(enum option_type type)
{
	return types[type].parse != NULL;
}

const char *value_wanted(enum option_type type)
{
	return types[type].wanted;
}

bool value_parse(const struct option *option, struct text text, bool quoted, void *field)
{
	return types[option->type].parse(option, text, quoted, field);
}

void value_format(struct buffer *out, const struct option *option, const void *field)
{
	types[option->type].format(out, option, field);
}

struct value_rank value_rank(const struct option *option, const void *field)
{
	const struct tolerance *tolerance = field;

	switch (option->type) {
	case OPTION_BOOL:
		return (struct value_rank){true, 0, *(const bool *)field};
	case OPTION_INTEGER:
	case OPTION_DATE:
		return (struct value_rank){true, 0, (double)*(const int64_t *)field};
	case OPTION_NUMBER:
	case OPTION_DURATION:
		return (struct value_rank){true, 0, *(const double *)field};
	case OPTION_SIZE:
		return (struct value_rank){true, 0, (double)*(const uint64_t *)field};
	case OPTION_CHOICE:
		return (struct value_rank){true, 0, *(const int *)field};
	case OPTION_TOLERANCE:
		return (struct value_rank){true, (int)tolerance->unit, tolerance->value};
	default:
		return (struct value_rank){false, 0, 0};
	}
}

bool value_is_unset(const struct option *option, const void *field)
{
	if (option->type != OPTION_STRING && option->type != OPTION_GLOB)
		return false;
	return !option->fallback && ((const struct text *)field)->len == 0;
}
