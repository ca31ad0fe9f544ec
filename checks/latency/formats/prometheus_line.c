/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "checks/latency/formats/prometheus.h"

/* Labels are joined one by one: their number and length are limited so that a line takes no long time. */
enum { LONGEST_LINE = 1 << 14, MOST_LABELS = 64 };

struct scan {
	struct text line;
	size_t at;
	struct text name, labels; /* labels: those that stay, with commas between */
	struct text le, quantile;
	struct arena *arena;
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

	while (scan->at < scan->line.len && !strchr("{}=,\" \t", peek(scan)))
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

static int keep_label(struct scan *scan, struct text key, struct text value, struct err *err)
{
	if (text_is(key, "le"))
		scan->le = value;
	else if (text_is(key, "quantile"))
		scan->quantile = value;
	else
		scan->labels = arena_textf(scan->arena, "%.*s%s%.*s=\"%.*s\"",
			(int)scan->labels.len, scan->labels.ptr, scan->labels.len ? "," : "",
			(int)key.len, key.ptr, (int)value.len, value.ptr);
	return scan->labels.ptr ? 0 : err_nomem(err);
}

/* 1 done, 0 the grammar is broken, -1 out of memory. */
static int label(struct scan *scan, struct err *err)
{
	struct text key, value;

	if (!word(scan, &key))
		return 0;
	skip_space(scan);
	if (peek(scan) != '=') {
		if (scan->name.len)
			return 0;
		scan->name = key; /* {"a name of any bytes", …} */
		return 1;
	}
	scan->at++;
	skip_space(scan);
	if (peek(scan) != '"' || !quoted(scan, &value))
		return 0;
	return keep_label(scan, key, value, err) < 0 ? -1 : 1;
}

static int labels(struct scan *scan, struct err *err)
{
	scan->at++;
	for (size_t i = 0; i <= MOST_LABELS; i++) {
		int done;

		skip_space(scan);
		if (peek(scan) == '}') {
			scan->at++;
			return 1;
		}
		done = label(scan, err);
		if (done < 1)
			return done;
		skip_space(scan);
		if (peek(scan) == ',')
			scan->at++;
		else if (peek(scan) != '}')
			return 0;
	}
	return 0;
}

static bool number(struct text text, double *out)
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
	double at;

	skip_space(scan);
	if (scan->at == scan->line.len || peek(scan) == '#')
		return true;
	if (!number_parse(bare(scan), &at))
		return false;
	skip_space(scan);
	return scan->at == scan->line.len || peek(scan) == '#';
}

static int parse(struct scan *scan, struct prometheus_sample *out, struct err *err)
{
	int done = 1;

	scan->name = bare(scan);
	skip_space(scan);
	if (peek(scan) == '{')
		done = labels(scan, err);
	if (done < 1)
		return done;
	out->whole = text_trim(text_slice(scan->line, 0, scan->at));
	skip_space(scan);
	return scan->name.len && number(bare(scan), &out->value) && ends_well(scan);
}

static enum prometheus_kind find_kind(const struct scan *scan, struct text *base)
{
	static const struct {
		struct text suffix;
		enum prometheus_kind kind;
	} suffixes[] = {{TEXT("_bucket"), PROMETHEUS_BUCKET}, {TEXT("_sum"), PROMETHEUS_SUM},
		{TEXT("_count"), PROMETHEUS_COUNT}};

	*base = scan->name;
	if (scan->quantile.ptr)
		return PROMETHEUS_QUANTILE;
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (text_ends(scan->name, suffixes[i].suffix.ptr)) {
			*base = text_slice(scan->name, 0, scan->name.len - suffixes[i].suffix.len);
			return suffixes[i].kind;
		}
	return PROMETHEUS_OTHER;
}

/* The last word of the name. "_m" and "_h" could be anything. */
static double unit_ms(struct text base)
{
	size_t at = base.len;

	while (at > 0 && base.ptr[at - 1] != '_' && base.ptr[at - 1] != '.')
		at--;
	if (at == 0 || base.len - at < 2)
		return NAN;
	return samples_unit_ms(text_slice(base, at, base.len));
}

static bool find_bound(const struct scan *scan, struct prometheus_sample *out)
{
	if (out->kind == PROMETHEUS_QUANTILE)
		return number_parse(scan->quantile, &out->bound) && out->bound >= 0 &&
		       out->bound <= 1;
	return out->kind != PROMETHEUS_BUCKET ||
	       (number(scan->le, &out->bound) && !isnan(out->bound));
}

static int classify(struct scan *scan, struct prometheus_sample *out, struct err *err)
{
	struct text base;

	out->kind = find_kind(scan, &base);
	out->unit_ms = unit_ms(base);
	if (isnan(out->unit_ms))
		out->kind = PROMETHEUS_OTHER;
	if (!find_bound(scan, out))
		return 0;
	out->series = arena_textf(scan->arena, "%.*s%s%.*s%s", (int)base.len, base.ptr,
		scan->labels.len ? "{" : "", (int)scan->labels.len, scan->labels.ptr,
		scan->labels.len ? "}" : "");
	return out->series.ptr ? 1 : err_nomem(err);
}

int prometheus_line(struct prometheus_sample *out, struct text line, uint32_t number_of_line,
	const struct measured_file *file, struct arena *arena, struct err *err)
{
	struct scan scan = {.line = text_trim(line), .labels = TEXT(""), .arena = arena};
	int done;

	*out = (struct prometheus_sample){.kind = PROMETHEUS_OTHER, .line = number_of_line};
	if (scan.line.len == 0 || scan.line.ptr[0] == '#')
		return 0;
	done = scan.line.len > LONGEST_LINE ? 0 : parse(&scan, out, err);
	if (done == 1)
		done = classify(&scan, out, err);
	if (done == 0) {
		measured_error(file, number_of_line, 0, err,
			"this is no sample: a name, labels in braces, and a number");
		return err_remedy(
			err, "scrape again; the file is cut off, or is no Prometheus text");
	}
	return done < 0 ? -1 : 0;
}
