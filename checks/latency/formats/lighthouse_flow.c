/* SPDX-License-Identifier: Apache-2.0
 *
 * Lighthouse user flows: GoogleChrome/lighthouse types/lhr/flow-result.d.ts. A report for each step, in steps[].lhr; the series of a
 * step are called "STEP: LCP" and so on, after steps[].name, which stands behind the report: names are read first.
 */
#include "checks/latency/formats/lighthouse.h"
#include "checks/latency/formats/parts.h"

enum { MOST_STEPS = 64 };

struct flow_file {
	struct samples *out;
	const struct measured_file *file;
	struct json_cursor cursor;
	struct text names[MOST_STEPS];
	size_t step;
	bool naming; /* the first of two walks */
	bool has_steps;
};

static int fail(const struct flow_file *flow, const struct json_member *at, struct err *err,
	const char *what)
{
	return measured_error(flow->file, at->line, at->column, err, "%s", what);
}

static int read_member(struct flow_file *flow, const struct json_member *member, struct err *err)
{
	const struct json *name;

	if (!flow->naming && text_is(member->key, "lhr"))
		return lighthouse_report(
			flow->out, flow->file, &flow->cursor, flow->names[flow->step], err);
	if (!flow->naming || !text_is(member->key, "name"))
		return 0;
	if (json_value(&flow->cursor, &name, flow->out->arena, err) < 0)
		return -1;
	if (name->type != JSON_STRING || name->text.len == 0)
		return fail(flow, member, err, "a step whose name is no text");
	flow->names[flow->step] = name->text;
	return 0;
}

static int read_step(void *context, const struct json_member *at, struct err *err)
{
	struct flow_file *flow = context;
	struct json_member member;
	bool more;

	if (flow->step == MOST_STEPS)
		return fail(flow, at, err, "a flow of more than 64 steps");
	if (json_enter(&flow->cursor, JSON_OBJECT, err) < 0)
		return -1;
	for (;;) {
		if (json_next(&flow->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			break;
		if (read_member(flow, &member, err) < 0)
			return -1;
	}
	if (flow->names[flow->step].len == 0)
		return fail(flow, at, err, "a step without a name");
	flow->step++;
	return 0;
}

static int read_steps(struct flow_file *flow, struct err *err)
{
	flow->has_steps = true;
	return part_items(&flow->cursor, read_step, flow, err);
}

/* The cursor's memory is not the scratch arena, which belongs to the reader of one report. */
static int walk(struct flow_file *flow, bool naming, struct err *err)
{
	struct json_member member;
	bool more;

	flow->naming = naming;
	flow->step = 0;
	json_open(&flow->cursor, flow->file->content, flow->file->name, NULL, flow->out->arena);
	if (json_enter(&flow->cursor, JSON_OBJECT, err) < 0)
		return -1;
	for (;;) {
		if (json_next(&flow->cursor, &member, &more, err) < 0)
			return -1;
		if (!more)
			return json_end(&flow->cursor, err);
		if (text_is(member.key, "steps") && read_steps(flow, err) < 0)
			return -1;
	}
}

static int read_flow(struct samples *out, const struct measured_file *file, struct err *err)
{
	struct flow_file flow = {.out = out, .file = file};

	if (walk(&flow, true, err) < 0)
		return -1;
	if (!flow.has_steps)
		return measured_error(
			file, 1, 1, err, "this is no user flow: there are no \"steps\"");
	return walk(&flow, false, err);
}

extern const struct latency_format latency_format_lighthouse_flow;

const struct latency_format latency_format_lighthouse_flow = {
	.summary = "Lighthouse user flows (JSON)",
	.read = read_flow,
};
