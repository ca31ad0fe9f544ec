/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/judging.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "gate/base/buffer.h"
#include "gate/rule.h"

enum { LONGEST_MESSAGE = 512, LONGEST_EXCERPT = 200 };

struct verdict_on verdict_on_pin(const char *rule, const struct subject *subject, const struct pin *pin)
{
	return (struct verdict_on){.rule = rule, .subject = subject, .line = pin->line,
		.column = pin->column, .name = pin->name, .version = pin->version,
		.artifact = pin->artifact};
}

/* The line itself, or as much of it as is printed. */
static struct text line_of(struct text content, uint32_t number)
{
	struct text line = {0};

	while (number > 0 && text_next_line(&content, &line))
		number--;
	if (number > 0)
		return (struct text){0};
	return text_slice(line, 0, LONGEST_EXCERPT);
}

/* What the fingerprint covers, each part behind a NUL: no line, no path. */
static void add_evidence(struct buffer *out, const struct verdict_on *on)
{
	const struct text parts[] = {text_of(on->subject ? on->subject->format->ecosystem : ""), on->name,
		on->version, on->artifact, on->from, on->to};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		buffer_add(out, parts[i]);
		buffer_byte(out, '\0');
	}
}

static size_t fill_details(struct detail *details, const struct verdict_on *on)
{
	const struct { const char *key; struct text text; } all[] = {
		{"ecosystem", text_of(on->subject ? on->subject->format->ecosystem : "")},
		{"format", text_of(on->subject ? on->subject->format->name : "")}, {"name", on->name},
		{"version", on->version}, {"artifact", on->artifact}, {"from", on->from}, {"to", on->to}};
	size_t count = 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].text.len)
			details[count++] = (struct detail){.key = all[i].key, .type = DETAIL_TEXT,
				.text = all[i].text};
	return count;
}

static int report(struct judging *judging, const struct verdict_on *on, const char *message, struct err *err)
{
	const struct rule *rule = rule_find(&builtin_rules, text_of(on->rule));
	struct detail details[7];
	struct buffer evidence = {0};
	struct finding finding = {.rule = on->rule, .line = on->line, .column = on->column,
		.end_line = on->line, .end_column = on->column, .message = text_of(message),
		.known = on->known, .details = details};

	if (!rule)
		return err_set(err, ERR_INTERNAL, "there is no rule %s", on->rule);
	add_evidence(&evidence, on);
	finding.severity = rule->severity;
	finding.remedy = text_of(rule->remedy);
	finding.evidence = buffer_text(&evidence);
	finding.detail_count = fill_details(details, on);
	if (on->subject) {
		finding.path = on->subject->head.path;
		finding.excerpt = line_of(on->subject->head.content, on->line);
	}
	if (!evidence.failed)
		check_report(judging->job, &finding);
	buffer_free(&evidence);
	return evidence.failed ? err_nomem(err) : 0;
}

int judging_report(struct judging *judging, const struct verdict_on *on, struct err *err,
	const char *message, ...)
{
	char text[LONGEST_MESSAGE];
	va_list arguments;

	va_start(arguments, message);
	vsnprintf(text, sizeof(text), message, arguments);
	va_end(arguments);
	return report(judging, on, text, err);
}
