/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/report/seams.h"

#include <string.h>

#include "gate/base/buffer.h"

/* What comes into a hop is the cause of what it makes of it. All other checks stand behind these. */
static const char *const order[] = {
	"freshness", "drift", "metrics", "plans", "latency", "model", NULL};

static size_t place(const char *check)
{
	size_t at = 0;

	while (order[at] && strcmp(order[at], check) != 0)
		at++;
	return at;
}

static bool is_at(const struct hop *hop, const char *name)
{
	return name && text_is(hop->name, name);
}

static void find_worst(struct seam *seam, const struct outcome *outcome)
{
	for (size_t i = 0; i < outcome->measurement_count; i++) {
		const struct measurement *row = &outcome->measurements[i];

		if (!is_at(seam->hop, row->hop))
			continue;
		seam->rows++;
		if (!seam->worst || measured_worse(row->verdict, seam->worst->verdict))
			seam->worst = row;
	}
}

static void find_blocking(struct seam *seam, const struct result *result)
{
	for (size_t i = 0; i < result->finding_count && !seam->finding; i++) {
		const struct finding *finding = result->findings[i];

		if (finding->blocking && is_at(seam->hop, finding->hop) &&
			strcmp(finding->check, seam->check) == 0)
			seam->finding = finding;
	}
}

static void add(struct seams *out, const struct result *result, const struct hop *hop,
	const struct outcome *outcome)
{
	struct seam seam = {.hop = hop, .check = outcome->check};

	find_worst(&seam, outcome);
	find_blocking(&seam, result);
	if (!seam.worst && !seam.finding)
		return;
	if (out->count < SEAMS_MOST)
		out->items[out->count++] = seam;
}

static void add_hop(struct seams *out, const struct result *result, const struct hop *hop)
{
	size_t places = sizeof(order) / sizeof(order[0]);

	for (size_t at = 0; at < places; at++)
		for (size_t i = 0; i < result->outcome_count; i++)
			if (place(result->outcomes[i].check) == at)
				add(out, result, hop, &result->outcomes[i]);
}

void seams_gather(struct seams *out, const struct result *result)
{
	out->count = out->left_out = 0;
	for (size_t i = 0; i < result->hop_count; i++) {
		if (result->hops[i].status == HOP_UNMEASURED)
			continue;
		if (out->count == SEAMS_MOST)
			out->left_out++;
		else
			add_hop(out, result, &result->hops[i]);
	}
}

const struct seam *seams_cause(const struct seams *seams)
{
	for (size_t i = 0; i < seams->count; i++)
		if (seams->items[i].finding)
			return &seams->items[i];
	return NULL;
}

static void figure(
	struct buffer *out, const struct measurement *row, const char *word, enum figure which)
{
	char text[FIGURE];

	figure_text(text, row, which);
	if (text[0])
		buffer_printf(out, "%s%s%s%s", word, text,
			which == FIGURE_HEAD && row->unit[0] ? " " : "",
			which == FIGURE_HEAD ? row->unit : "");
}

void seam_figures(struct buffer *out, const struct seam *seam)
{
	const struct measurement *row = seam->worst;

	/* What blocks may be no number, as a lost index is. */
	if (seam->finding && !(row && measured_is_bad(row))) {
		buffer_add(out, seam->finding->message);
		return;
	}
	if (!row)
		return;
	buffer_add(out, row->subject);
	buffer_byte(out, ' ');
	buffer_add(out, row->name);
	figure(out, row, " ", FIGURE_HEAD);
	figure(out, row, ", base ", FIGURE_BASE);
	figure(out, row, ", limit ", FIGURE_LIMIT);
}
