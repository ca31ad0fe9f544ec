/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/dependencies/judging.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "gate/base/buffer.h"
#include "gate/base/hash.h"
#include "gate/rule.h"

enum { LONGEST_MESSAGE = 512, LONGEST_EXCERPT = 200 };

struct verdict_on verdict_on_pin(
	const char *rule, const struct subject *subject, const struct pin *pin)
{
	return (struct verdict_on){.rule = rule,
		.subject = subject,
		.line = pin->line,
		.column = pin->column,
		.name = pin->name,
		.version = pin->version,
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
	const struct text parts[] = {text_of(on->subject ? on->subject->format->ecosystem : ""),
		on->name, on->version, on->artifact, on->from, on->to};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		buffer_add(out, parts[i]);
		buffer_byte(out, '\0');
	}
}

static size_t fill_details(struct detail *details, const struct verdict_on *on)
{
	const struct {
		const char *key;
		struct text text;
	} all[] = {{"ecosystem", text_of(on->subject ? on->subject->format->ecosystem : "")},
		{"format", text_of(on->subject ? on->subject->format->name : "")},
		{"name", on->name}, {"version", on->version}, {"artifact", on->artifact},
		{"from", on->from}, {"to", on->to}, {"entries", on->entries}};
	size_t count = 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].text.len)
			details[count++] = (struct detail){
				.key = all[i].key, .type = DETAIL_TEXT, .text = all[i].text};
	return count;
}

static int report(
	struct judging *judging, const struct verdict_on *on, const char *message, struct err *err)
{
	const struct rule *rule = rule_find(&builtin_rules, text_of(on->rule));
	struct detail details[8];
	struct buffer evidence = {0};
	struct finding finding = {.rule = on->rule,
		.line = on->line,
		.column = on->column,
		.end_line = on->line,
		.end_column = on->column,
		.message = text_of(message),
		.known = on->known,
		.details = details};

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

/* ---- many alike ---- */

enum { MOST_SINGLE = 8, MOST_GROUPS = 64, MOST_LISTED = 200 };

/* Rules whose findings in one file have one cause: a tool, or a hand, that went over the whole file. */
static const char *const of_one_cause[] = {"dependencies/hash-removed", "dependencies/hash-missing",
	"dependencies/hash-weakened", "dependencies/hash-malformed", "dependencies/source-removed",
	"dependencies/source-changed", "dependencies/orphan", "dependencies/orphan-unused",
	"dependencies/shadow", "dependencies/manifest-mismatch", "dependencies/lock-stale",
	"dependencies/key-doubled", "dependencies/key-repeated", "dependencies/install-script",
	"dependencies/script-same", "dependencies/remote-code"};

/* Findings of one rule in one file, or of one rule and group. */
struct alike {
	size_t count, single;    /* so many are reported one by one */
	struct verdict_on first; /* of those that are not reported one by one */
	struct buffer evidence;  /* of all of those */
	struct buffer entries;   /* which they are, for people */
	char message[LONGEST_MESSAGE];
};

static bool is_of_one_cause(const struct verdict_on *on)
{
	for (size_t i = 0; i < sizeof(of_one_cause) / sizeof(of_one_cause[0]); i++)
		if (strcmp(of_one_cause[i], on->rule) == 0)
			return true;
	return on->group.len > 0;
}

static bool is_alike(const struct alike *alike, const struct verdict_on *on, struct text group)
{
	return strcmp(alike->first.rule, on->rule) == 0 && text_equal(alike->first.group, group);
}

static struct alike *find_alike(struct judging *judging, const struct verdict_on *on)
{
	struct text group = on->group;

	for (size_t i = 0; i < judging->alike_count; i++)
		if (is_alike(&judging->alike[i], on, group))
			return &judging->alike[i];
	if (judging->alike_count >= MOST_GROUPS && group.len) { /* a file made to have many */
		struct verdict_on rest = *on;

		rest.group = text_of("");
		return find_alike(judging, &rest);
	}
	if (arena_reserve(judging->job->arena, (void **)&judging->alike, &judging->alike_capacity,
		    judging->alike_count + 1, sizeof(*judging->alike)) < 0)
		return NULL;
	judging->alike[judging->alike_count] =
		(struct alike){.first = *on, .single = is_of_one_cause(on) ? 0 : MOST_SINGLE};
	return &judging->alike[judging->alike_count++];
}

/* "left-pad 1.3.0 (line 7), ": what a message has no room for. */
static void list(struct alike *alike, const struct verdict_on *on)
{
	char line[32];

	if (alike->count - alike->single > MOST_LISTED)
		return;
	buffer_add(&alike->entries, text_of(alike->entries.len ? ", " : ""));
	buffer_add(&alike->entries, on->name);
	buffer_add(&alike->entries, text_of(on->version.len ? " " : ""));
	buffer_add(&alike->entries, on->version);
	snprintf(line, sizeof(line), " (line %u)", on->line);
	buffer_add(&alike->entries, text_of(on->line ? line : ""));
}

/* True where the finding is one of too many. */
static int hold_back(bool *held, struct judging *judging, const struct verdict_on *on,
	const char *message, struct err *err)
{
	struct alike *alike;

	*held = false;
	if (on->known || !on->subject || !on->subject->arena)
		return 0;
	alike = find_alike(judging, on);
	if (!alike)
		return err_nomem(err);
	*held = ++alike->count > alike->single;
	if (!*held)
		return 0;
	if (alike->count == alike->single + 1) {
		struct text group = alike->first.group;

		alike->first = *on;
		alike->first.group = group;
		memcpy(alike->message, message, sizeof(alike->message));
	}
	add_evidence(&alike->evidence, on);
	list(alike, on);
	return 0;
}

static int report_all(struct judging *judging, const struct alike *alike, struct err *err)
{
	struct verdict_on on = alike->first;
	char text[LONGEST_MESSAGE], digest[SHA256_HEX];
	size_t more = alike->count - alike->single - 1;

	if (hash_sha256_hex(buffer_text(&alike->evidence), digest, err) < 0)
		return -1;
	on.name = on.version = on.artifact = on.from = text_of("");
	on.to = text_of(digest);
	on.entries = buffer_text(&alike->entries);
	snprintf(text, sizeof(text), "%.400s; the same of %zu more %s of this file", alike->message,
		more, more == 1 ? "entry" : "entries");
	return report(judging, &on, text, err);
}

static int report_alike(struct judging *judging, const struct alike *alike, struct err *err)
{
	if (alike->evidence.failed || alike->entries.failed)
		return err_nomem(err);
	if (alike->count == alike->single + 1)
		return report(judging, &alike->first, alike->message, err);
	return report_all(judging, alike, err);
}

void judging_forget(struct judging *judging)
{
	for (size_t i = 0; i < judging->alike_count; i++) {
		buffer_free(&judging->alike[i].evidence);
		buffer_free(&judging->alike[i].entries);
	}
	judging->alike_count = 0;
}

int judging_close(struct judging *judging, struct err *err)
{
	int done = 0;

	for (size_t i = 0; done == 0 && i < judging->alike_count; i++)
		if (judging->alike[i].count > judging->alike[i].single)
			done = report_alike(judging, &judging->alike[i], err);
	judging_forget(judging);
	return done;
}

int judging_report(struct judging *judging, const struct verdict_on *on, struct err *err,
	const char *message, ...)
{
	char text[LONGEST_MESSAGE];
	va_list arguments;
	bool held;

	va_start(arguments, message);
	vsnprintf(text, sizeof(text), message, arguments);
	va_end(arguments);
	if (hold_back(&held, judging, on, text, err) < 0)
		return -1;
	return held ? 0 : report(judging, on, text, err);
}
