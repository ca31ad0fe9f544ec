/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/base/exposition.h"

#include <math.h>

#include "gate/base/glob.h"
#include "gate/base/number.h"

struct scan {
	struct text line;
	size_t at;
	struct exposition *out;
};

static char peek(const struct scan *scan)
{
	return scan->at < scan->line.len ? scan->line.ptr[scan->at] : '\0';
}

static void skip_space(struct scan *scan)
{
	while (peek(scan) == ' ' || peek(scan) == '\t')
		scan->at++;
}

/* Up to one of the bytes that end a name. */
static struct text bare(struct scan *scan)
{
	size_t from = scan->at;

	while (scan->at < scan->line.len && peek(scan) != '\0' && !strchr("{}=,\" \t", peek(scan)))
		scan->at++;
	return text_slice(scan->line, from, scan->at);
}

/* "…" with \\, \" and \n in it: what is between the quotes, as written. False where it is not closed. */
static bool quoted(struct scan *scan, struct text *out)
{
	size_t from = ++scan->at;

	for (; scan->at < scan->line.len; scan->at++) {
		if (peek(scan) == '\\')
			scan->at++;
		else if (peek(scan) == '"') {
			*out = text_slice(scan->line, from, scan->at++);
			return true;
		}
	}
	return false;
}

static bool word(struct scan *scan, struct text *out)
{
	skip_space(scan);
	if (peek(scan) == '"')
		return quoted(scan, out);
	*out = bare(scan);
	return out->len > 0;
}

static bool label(struct scan *scan)
{
	struct exposition *out = scan->out;
	struct text key, value;

	if (!word(scan, &key))
		return false;
	skip_space(scan);
	if (peek(scan) != '=') {
		if (out->name.len)
			return false;
		out->name = key; /* {"a name of any bytes", …} */
		return true;
	}
	scan->at++;
	skip_space(scan);
	if (out->label_count == EXPOSITION_MOST_LABELS || peek(scan) != '"' ||
		!quoted(scan, &value))
		return false;
	out->labels[out->label_count++] = (struct exposition_label){key, value};
	return true;
}

static bool labels(struct scan *scan)
{
	scan->at++;
	for (;;) {
		skip_space(scan);
		if (peek(scan) == '}') {
			scan->at++;
			return true;
		}
		if (!label(scan))
			return false;
		skip_space(scan);
		if (peek(scan) == ',')
			scan->at++;
		else if (peek(scan) != '}')
			return false;
	}
}

bool exposition_number(struct text text, double *out)
{
	static const struct {
		const char *word;
		double value;
	} words[] = {{"+Inf", INFINITY}, {"Inf", INFINITY}, {"-Inf", -INFINITY}, {"NaN", NAN}};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_is(text, words[i].word)) {
			*out = words[i].value;
			return true;
		}
	return number_parse(text, out);
}

/* Behind the value: a time stamp, or in OpenMetrics an exemplar. */
static bool ends_well(struct scan *scan)
{
	skip_space(scan);
	if (scan->at == scan->line.len || peek(scan) == '#')
		return true;
	if (!number_parse(bare(scan), &scan->out->timestamp))
		return false;
	skip_space(scan);
	return scan->at == scan->line.len || peek(scan) == '#';
}

static bool parse(struct scan *scan)
{
	struct exposition *out = scan->out;

	out->name = bare(scan);
	skip_space(scan);
	if (peek(scan) == '{' && !labels(scan))
		return false;
	out->whole = text_trim(text_slice(scan->line, 0, scan->at));
	skip_space(scan);
	return out->name.len && exposition_number(bare(scan), &out->value) && ends_well(scan);
}

bool exposition_read(struct exposition *out, struct text line)
{
	struct scan scan = {.line = text_trim(line), .out = out};

	out->is_sample = false;
	out->name = out->whole = (struct text){0};
	out->label_count = 0;
	out->value = out->timestamp = NAN;
	if (scan.line.len == 0 || scan.line.ptr[0] == '#')
		return true;
	out->is_sample = scan.line.len <= EXPOSITION_LONGEST_LINE && parse(&scan);
	return out->is_sample;
}

struct text exposition_label(const struct exposition *line, const char *key)
{
	for (size_t i = 0; i < line->label_count; i++)
		if (text_is(line->labels[i].key, key))
			return line->labels[i].value;
	return (struct text){0};
}

struct text exposition_labels(const struct exposition *sample)
{
	size_t at = text_find(sample->whole, (struct text)TEXT("{"));

	if (at == sample->whole.len)
		return text_of("");
	return text_slice(sample->whole, at + 1, sample->whole.len - 1);
}

/* Read as a sample whose value is 0; a name that has to be there is put before mere labels. */
bool exposition_filter_read(
	struct exposition_filter *out, struct text select, struct arena *arena, bool *nomem)
{
	bool bare = select.len == 0 || (text_starts(select, "{") && !text_starts(select, "{\""));
	struct text line =
		arena_textf(arena, "%s%.*s 0", bare ? "x" : "", (int)select.len, select.ptr);

	out->any_name = bare;
	*nomem = line.ptr == NULL;
	return line.ptr && select.len < EXPOSITION_LONGEST_LINE &&
	       exposition_read(&out->wanted, line) && out->wanted.is_sample;
}

bool exposition_is_wanted(const struct exposition_filter *filter, const struct exposition *sample)
{
	const struct exposition *wanted = &filter->wanted;

	if (!filter->any_name && !text_equal(sample->name, wanted->name))
		return false;
	for (size_t i = 0; i < wanted->label_count; i++) {
		struct text value = wanted->labels[i].value, has = {0};

		for (size_t k = 0; k < sample->label_count; k++)
			if (text_equal(sample->labels[k].key, wanted->labels[i].key))
				has = sample->labels[k].value;
		if (!has.ptr || (!text_equal(value, has) && !glob_match(value, has)))
			return false;
	}
	return true;
}
