/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/latency/formats/parts.h"

#include <math.h>

void values_start(struct json_values *values, const struct measured_file *file)
{
	json_values_start(values, file->content, file->name, file->scratch);
}

int part_items(struct json_cursor *cursor,
	int (*item)(void *context, const struct json_member *member, struct err *err),
	void *context, struct err *err)
{
	struct json_member member;
	bool more;

	if (json_enter(cursor, JSON_ARRAY, err) < 0)
		return -1;
	for (;;) {
		if (json_next(cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return 0;
		if (item(context, &member, err) < 0)
			return -1;
	}
}

int part_error(
	const struct measured_file *file, const struct json *at, struct err *err, const char *what)
{
	return measured_error(file, at ? at->line : 1, at ? at->column : 1, err, "%s", what);
}

static int refuse(const struct measured_file *file, const struct json *object, const char *key,
	struct err *err, const char *what)
{
	const struct json *at = json_get(object, key);

	if (!at)
		at = object;
	return measured_error(
		file, at ? at->line : 1, at ? at->column : 1, err, "\"%s\" %s", key, what);
}

int part_number(double *out, const struct json *object, const char *key,
	const struct measured_file *file, struct err *err)
{
	const struct json *value = json_get(object, key);

	if (!value || value->type != JSON_NUMBER)
		return refuse(file, object, key, err, value ? "is not a number" : "is missing");
	*out = value->number;
	return 0;
}

int part_optional(double *out, const struct json *object, const char *key,
	const struct measured_file *file, struct err *err)
{
	const struct json *value = json_get(object, key);

	if (!value || value->type == JSON_NULL)
		return 0;
	return part_number(out, object, key, file, err);
}

int part_container(const struct json **out, const struct json *object, const char *key,
	enum json_type type, const struct measured_file *file, struct err *err)
{
	*out = json_get(object, key);
	if (*out && (*out)->type == type)
		return 0;
	if (!*out)
		return refuse(file, object, key, err, "is missing");
	return refuse(file, object, key, err,
		type == JSON_ARRAY ? "is not an array" : "is not an object");
}

int part_row(struct samples *out, struct series *series, double ms, uint32_t line, struct err *err)
{
	if (samples_row(out, series, err) < 0)
		return -1;
	series->total = ms;
	return samples_row_end(out, series, line, err);
}

/* Without what some tools put around the digits: "(95)", "_99_9". */
static struct text percentile_digits(struct text word)
{
	if (word.len > 2 && word.ptr[0] == '(' && word.ptr[word.len - 1] == ')')
		return text_slice(word, 1, word.len - 1);
	if (word.len > 1 && word.ptr[0] == '_')
		return text_slice(word, 1, word.len);
	return word;
}

static bool percentile(struct text word, double *q)
{
	char digits[16];
	double percent;

	word = percentile_digits(word);
	if (word.len == 0 || word.len >= sizeof(digits))
		return false;
	for (size_t i = 0; i < word.len; i++)
		digits[i] = word.ptr[i] == '_' ? '.' : word.ptr[i];
	if (!number_parse((struct text){digits, word.len}, &percent) || percent < 0 ||
		percent > 100)
		return false;
	*q = percent / 100;
	return true;
}

bool part_statistic(struct text word, struct summary *out)
{
	static const struct {
		const char *word;
		enum summary_kind kind;
		double q;
	} words[] = {
		{"avg", SUMMARY_MEAN, 0},
		{"mean", SUMMARY_MEAN, 0},
		{"med", SUMMARY_QUANTILE, 0.5},
		{"median", SUMMARY_QUANTILE, 0.5},
		{"min", SUMMARY_MIN, 0},
		{"max", SUMMARY_MAX, 0},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_is(word, words[i].word)) {
			out->kind = words[i].kind;
			out->q = words[i].q;
			return true;
		}
	out->kind = SUMMARY_QUANTILE;
	return word.len > 1 && word.ptr[0] == 'p' &&
	       percentile(text_slice(word, 1, word.len), &out->q);
}

int part_summaries(struct samples *out, struct series *series, size_t phase,
	const struct json *object, double factor, struct err *err)
{
	for (const struct json *member = object ? object->child : NULL; member;
		member = member->next) {
		struct summary summary = {.phase = phase};

		if (member->type != JSON_NUMBER || !part_statistic(member->key, &summary))
			continue;
		summary.ms = member->number * factor;
		if (samples_summary(out, series, &summary, err) < 0)
			return -1;
	}
	return 0;
}
