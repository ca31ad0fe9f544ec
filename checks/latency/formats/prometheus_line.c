/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "checks/latency/formats/prometheus.h"
#include "gate/base/exposition.h"

static enum prometheus_kind find_kind(const struct exposition *line, struct text *base)
{
	static const struct {
		struct text suffix;
		enum prometheus_kind kind;
	} suffixes[] = {{TEXT("_bucket"), PROMETHEUS_BUCKET}, {TEXT("_sum"), PROMETHEUS_SUM},
		{TEXT("_count"), PROMETHEUS_COUNT}};

	*base = line->name;
	if (exposition_label(line, "quantile").ptr)
		return PROMETHEUS_QUANTILE;
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (text_ends(line->name, suffixes[i].suffix.ptr)) {
			*base = text_slice(line->name, 0, line->name.len - suffixes[i].suffix.len);
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

static bool find_bound(const struct exposition *line, struct prometheus_sample *out)
{
	if (out->kind == PROMETHEUS_QUANTILE)
		return number_parse(exposition_label(line, "quantile"), &out->bound) &&
		       out->bound >= 0 && out->bound <= 1;
	return out->kind != PROMETHEUS_BUCKET ||
	       (exposition_number(exposition_label(line, "le"), &out->bound) && !isnan(out->bound));
}

/* The labels without le and quantile, with commas between. .ptr NULL: out of memory. */
static struct text join(const struct exposition *line, struct arena *arena)
{
	struct text all = TEXT("");

	for (size_t i = 0; i < line->label_count && all.ptr; i++) {
		struct text key = line->labels[i].key, value = line->labels[i].value;

		if (!text_is(key, "le") && !text_is(key, "quantile"))
			all = arena_textf(arena, "%.*s%s%.*s=\"%.*s\"", (int)all.len, all.ptr,
				all.len ? "," : "", (int)key.len, key.ptr, (int)value.len,
				value.ptr);
	}
	return all;
}

/* 1 done, 0 the bound is none, -1 out of memory. */
static int classify(const struct exposition *line, struct prometheus_sample *out,
	struct arena *arena, struct err *err)
{
	struct text base, labels;

	out->kind = find_kind(line, &base);
	out->unit_ms = unit_ms(base);
	if (isnan(out->unit_ms))
		out->kind = PROMETHEUS_OTHER;
	if (!find_bound(line, out))
		return 0;
	labels = join(line, arena);
	if (!labels.ptr)
		return err_nomem(err);
	out->series = arena_textf(arena, "%.*s%s%.*s%s", (int)base.len, base.ptr,
		labels.len ? "{" : "", (int)labels.len, labels.ptr, labels.len ? "}" : "");
	return out->series.ptr ? 1 : err_nomem(err);
}

int prometheus_line(struct prometheus_sample *out, struct text text, uint32_t number_of_line,
	const struct measured_file *file, struct arena *arena, struct err *err)
{
	struct exposition line;
	int done = exposition_read(&line, text);

	*out = (struct prometheus_sample){.kind = PROMETHEUS_OTHER, .line = number_of_line};
	if (done == 1 && !line.is_sample)
		return 0;
	if (done == 1) {
		out->whole = line.whole;
		out->value = line.value;
		done = classify(&line, out, arena, err);
	}
	if (done == 0) {
		measured_error(file, number_of_line, 0, err,
			"this is no sample: a name, labels in braces, and a number");
		return err_remedy(
			err, "scrape again; the file is cut off, or is no Prometheus text");
	}
	return done < 0 ? -1 : 0;
}
