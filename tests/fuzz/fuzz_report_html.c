/* SPDX-License-Identifier: Apache-2.0
 *
 * Input: bytes that are cut into as many parts as a result has texts. The page of that result must be well-formed,
 * and the same elements with the same attributes as the page of a result with letters in their place: nothing that
 * stands in a text may become markup.
 */
#include <stdlib.h>

#include "gate/base/xml.h"
#include "gate/report/html.h"

enum { PARTS = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool holds)
{
	if (!holds)
		abort();
}

/* ---- a result out of bytes ---- */

struct texts {
	struct text parts[PARTS];
};

static struct texts cut(struct text all)
{
	struct texts texts;

	for (size_t i = 0; i < PARTS; i++)
		texts.parts[i] = text_slice(all, all.len * i / PARTS, all.len * (i + 1) / PARTS);
	return texts;
}

static bool is_blank(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* Blank stays blank and NUL ends what it ended. */
static struct text harmless(struct arena *arena, struct text text)
{
	char *out = arena_alloc(arena, text.len + 1);

	need(out != NULL);
	for (size_t i = 0; i < text.len; i++)
		out[i] = (char)(is_blank(text.ptr[i]) || text.ptr[i] == '\0' ? text.ptr[i] : 'x');
	return (struct text){out, text.len};
}

static const char *string(struct arena *arena, struct text text)
{
	char *out = arena_alloc(arena, text.len + 1);

	need(out != NULL);
	memcpy(out, text.len ? text.ptr : "", text.len);
	out[text.len] = '\0';
	return out;
}

/* Never "total", which means something. */
static struct text named(struct arena *arena, struct text text)
{
	struct text whole = {string(arena, text), text.len};
	char *out = arena_alloc(arena, whole.len + 1);

	need(out != NULL);
	out[0] = 'n';
	memcpy(out + 1, whole.ptr, whole.len);
	return (struct text){out, whole.len + 1};
}

struct made {
	struct detail details[2];
	struct finding findings[2], *pointers[2];
	struct measurement rows[3];
	struct incomplete item;
	struct counter counter;
	struct outcome outcome;
	struct hop hop;
	struct change change;
	struct result result;
};

static void fill_findings(struct made *made, struct arena *arena, const struct text *parts)
{
	made->details[0] = (struct detail){.key = "inner", .type = DETAIL_TEXT, .text = parts[4]};
	made->details[1] = (struct detail){
		.key = string(arena, parts[5]), .type = DETAIL_TEXT, .text = parts[5]};
	made->findings[0] = (struct finding){.rule = string(arena, parts[6]),
		.check = "secrets",
		.severity = SEVERITY_ERROR,
		.blocking = true,
		.path = parts[0],
		.line = 3,
		.column = 2,
		.end_line = 3,
		.end_column = 5,
		.message = parts[1],
		.remedy = parts[2],
		.excerpt = parts[3],
		.hop = string(arena, parts[7]),
		.commit = NO_COMMIT,
		.at_head = true,
		.details = made->details,
		.detail_count = 2};
	made->findings[1] = made->findings[0];
	made->findings[1].state = FINDING_WAIVED;
	made->findings[1].blocking = false;
	made->pointers[0] = &made->findings[0];
	made->pointers[1] = &made->findings[1];
}

static void fill_outcome(struct made *made, struct arena *arena, const struct text *parts)
{
	for (unsigned i = 0; i < 3; i++)
		made->rows[i] = (struct measurement){.subject = parts[8],
			.name = i == 2 ? text_of("total") : named(arena, parts[8 + i]),
			.unit = string(arena, parts[10]),
			.base = 1 + i,
			.head = 2 + i,
			.difference = 1,
			.low = -1,
			.high = 2,
			.tolerance = 0.5,
			.limit = 9,
			.verdict = i == 0 ? MEASURED_REGRESSED : MEASURED_INCONCLUSIVE,
			.note = parts[11]};
	made->item = (struct incomplete){parts[12], parts[13], parts[14], NULL};
	made->counter = (struct counter){string(arena, parts[15]), 3};
	made->outcome = (struct outcome){.check = "secrets",
		.status = STATUS_INCOMPLETE,
		.reason = string(arena, parts[15]),
		.counters = &made->counter,
		.counter_count = 1,
		.incomplete = &made->item,
		.incomplete_count = 1,
		.measurements = made->rows,
		.measurement_count = 3};
}

static void fill(struct made *made, struct arena *arena, const struct texts *texts)
{
	const struct text *parts = texts->parts;

	memset(made, 0, sizeof(*made));
	fill_findings(made, arena, parts);
	fill_outcome(made, arena, parts);
	made->hop = (struct hop){parts[7], HOP_ORIGIN, 2};
	made->change = (struct change){.has_base = true,
		.base_name = parts[9],
		.head_name = parts[10],
		.label = parts[11]};
	made->result = (struct result){.verdict = VERDICT_INCOMPLETE,
		.exit_code = 3,
		.reason = parts[12],
		.change = &made->change,
		.outcomes = &made->outcome,
		.outcome_count = 1,
		.findings = made->pointers,
		.finding_count = 2,
		.hops = &made->hop,
		.hop_count = 1};
	made->result.policy.source = "base+head";
	made->result.policy.path = parts[13];
}

/* ---- what becomes of it ---- */

static const struct xml *page(struct buffer *out, const struct made *made, struct arena *arena)
{
	const struct report_style style = {0};
	const struct xml *root = NULL;
	struct err err = {0};

	report_html.write(out, &made->result, &style);
	need(!out->failed);
	if (xml_read(&root, buffer_text(out), "page", arena, &err) < 0)
		abort();
	return root;
}

static void need_same_attributes(const struct xml_attribute *a, const struct xml_attribute *b)
{
	for (; a && b; a = a->next, b = b->next)
		need(text_equal(a->name, b->name) && text_equal(a->value, b->value));
	need(!a && !b);
}

/* Where a finding is in its line depends on the line. */
static const struct xml *without_mark(const struct xml *xml)
{
	while (xml && text_is(xml->name, "mark"))
		xml = xml->next;
	return xml;
}

/* A page is at most a dozen elements deep. */
static void need_same(const struct xml *a, const struct xml *b, unsigned depth)
{
	need(depth < 20);
	a = without_mark(a);
	b = without_mark(b);
	while (a && b) {
		need(text_equal(a->name, b->name));
		need_same_attributes(a->attribute, b->attribute);
		need_same(a->child, b->child, depth + 1);
		a = without_mark(a->next);
		b = without_mark(b->next);
	}
	need(!a && !b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text all = {(const char *)data, size};
	struct arena *arena = arena_new();
	struct made hostile, letters;
	struct buffer one = {0}, other = {0};
	struct texts texts;

	need(arena != NULL);
	texts = cut(all);
	fill(&hostile, arena, &texts);
	texts = cut(harmless(arena, all));
	fill(&letters, arena, &texts);
	need_same(page(&one, &hostile, arena), page(&other, &letters, arena), 0);
	buffer_free(&one);
	buffer_free(&other);
	arena_free(arena);
	return 0;
}
