/* SPDX-License-Identifier: Apache-2.0
 *
 * JUnit XML as GitLab, Jenkins and the rest read it: docs.gitlab.com, "Unit test reports". A suite for each check; a
 * test for each finding, named by rule and place, since of tests of one name only the first is kept; one more for
 * what the check looked at. Blocking findings fail, what could not be looked at is an error, the rest is
 * skipped with its reason.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "gate/base/escape.h"
#include "gate/report/formats.h"

enum { MOST_TESTS = 20000, LONGEST_TEXT = 8000 };

struct junit {
	struct buffer *out;
	const struct result *result;
	struct buffer masked, visible;
	struct selection shown;
	size_t number; /* of the next test of a name that may come twice */
};

/* What XML 1.0 has no way to write, although it is UTF-8: U+FFFE and U+FFFF. */
static bool is_illegal(struct text rest)
{
	return rest.len >= 3 && rest.ptr[0] == '\xef' && rest.ptr[1] == '\xbf' &&
	       (rest.ptr[2] == '\xbe' || rest.ptr[2] == '\xbf');
}

/* Writes what stands at the start of rest; returns the bytes that it took. GitLab makes a link of
 * "[[ATTACHMENT|path]]", so no two brackets stand side by side. */
static size_t piece_write(struct buffer *out, struct text rest)
{
	static const struct {
		char byte;
		const char *entity;
	} entities[] = {
		{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};

	if (is_illegal(rest)) {
		buffer_string(out, rest.ptr[2] == '\xbe' ? "\\u{fffe}" : "\\u{ffff}");
		return 3;
	}
	if (text_starts(rest, "[[")) {
		buffer_string(out, "[\\");
		return 1;
	}
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
		if (rest.ptr[0] == entities[i].byte) {
			buffer_string(out, entities[i].entity);
			return 1;
		}
	buffer_byte(out, rest.ptr[0]);
	return 1;
}

/* A cut must not go through a character. */
static struct text cut(struct text text)
{
	size_t len = text.len < LONGEST_TEXT ? text.len : LONGEST_TEXT;

	while (len > 0 && len < text.len && ((unsigned char)text.ptr[len] & 0xc0) == 0x80)
		len--;
	return text_slice(text, 0, len);
}

/* The sink: masked, made visible, then escaped for XML. */
static void text_write(struct junit *junit, struct text text)
{
	struct text rest;

	buffer_clear(&junit->masked);
	buffer_clear(&junit->visible);
	mask_apply(junit->result->masks, text, &junit->masked);
	escape_human(&junit->visible, buffer_text(&junit->masked));
	rest = cut(buffer_text(&junit->visible));
	while (rest.len)
		rest = text_slice(rest, piece_write(junit->out, rest), rest.len);
	if (junit->masked.failed || junit->visible.failed)
		junit->out->failed = true;
}

static void attribute_write(struct junit *junit, const char *name, struct text text)
{
	buffer_printf(junit->out, " %s=\"", name);
	text_write(junit, text);
	buffer_byte(junit->out, '"');
}

static void case_open(struct junit *junit, const char *check)
{
	buffer_string(junit->out, "  <testcase");
	attribute_write(junit, "classname", text_of(check));
}

static void name_finding(struct junit *junit, const struct finding *finding)
{
	struct buffer name = {0};

	buffer_printf(&name, "%s ", finding->rule);
	buffer_add(&name, finding->path);
	if (finding->path.len && finding->line)
		buffer_printf(&name, ":%" PRIu32 ":%" PRIu32, finding->line, finding->column);
	if (finding->path.len)
		buffer_byte(&name, ' ');
	print_where(&name, junit->result, finding);
	buffer_printf(&name, " #%.12s", finding->fingerprint);
	if (name.failed)
		junit->out->failed = true;
	attribute_write(junit, "name", buffer_text(&name));
	buffer_free(&name);
}

static const char *element_of(const struct finding *finding)
{
	return finding->blocking ? "failure" : "skipped";
}

static void body_write(struct junit *junit, const struct finding *finding)
{
	const char *element = element_of(finding);

	buffer_printf(junit->out, "<%s", element);
	attribute_write(junit, "message", finding->message);
	if (finding->blocking)
		attribute_write(junit, "type", text_of(severity_name(finding->severity)));
	buffer_byte(junit->out, '>');
	if (!finding->blocking)
		buffer_printf(junit->out, "%s %s: ", state_name(finding->state),
			severity_name(finding->severity));
	text_write(junit, finding->message);
	if (finding->remedy.len) {
		buffer_byte(junit->out, '\n');
		text_write(junit, finding->remedy);
	}
	buffer_printf(junit->out, "</%s>", element);
}

static void finding_write(struct junit *junit, const struct finding *finding)
{
	case_open(junit, finding->check);
	name_finding(junit, finding);
	if (finding->path.len)
		attribute_write(junit, "file", finding->path);
	buffer_string(junit->out, " time=\"0\">");
	body_write(junit, finding);
	buffer_string(junit->out, "</testcase>\n");
}

static void incomplete_write(struct junit *junit, const char *check, const struct incomplete *item)
{
	struct buffer name = {0};

	case_open(junit, check);
	buffer_printf(&name, "could not look #%zu ", ++junit->number);
	buffer_add(&name, item->path);
	junit->out->failed = junit->out->failed || name.failed;
	attribute_write(junit, "name", buffer_text(&name));
	buffer_free(&name);
	if (item->path.len)
		attribute_write(junit, "file", item->path);
	buffer_string(junit->out, " time=\"0\"><error");
	attribute_write(junit, "message", item->reason);
	buffer_string(junit->out, ">");
	text_write(junit, item->reason);
	buffer_byte(junit->out, '\n');
	text_write(junit, item->remedy);
	buffer_string(junit->out, "</error></testcase>\n");
}

/* What was looked at, or why nothing was. */
static void examined_write(struct junit *junit, const struct outcome *outcome)
{
	case_open(junit, outcome->check);
	buffer_printf(junit->out, " name=\"%s: examined", outcome->check);
	buffer_string(junit->out, outcome->counter_count ? " " : "");
	print_counters(junit->out, outcome);
	buffer_printf(junit->out, "\" time=\"%.3f\"", outcome->duration_ms / 1000);
	if (outcome->status != STATUS_SKIPPED) {
		buffer_string(junit->out, "/>\n");
		return;
	}
	buffer_string(junit->out, "><skipped");
	attribute_write(junit, "message", text_of(outcome->reason));
	buffer_string(junit->out, "/></testcase>\n");
}

struct tally {
	size_t tests, failures, errors, skipped;
};

static bool is_of(const struct finding *finding, const struct outcome *outcome)
{
	return text_equal(text_of(finding->check), text_of(outcome->check));
}

static struct tally count(const struct junit *junit, const struct outcome *outcome)
{
	struct tally tally = {.tests = 1 + outcome->incomplete_count,
		.errors = outcome->incomplete_count,
		.skipped = outcome->status == STATUS_SKIPPED};

	for (size_t i = 0; i < junit->shown.count; i++) {
		const struct finding *finding = junit->shown.items[i];

		if (!is_of(finding, outcome))
			continue;
		tally.tests++;
		if (finding->blocking)
			tally.failures++;
		else
			tally.skipped++;
	}
	return tally;
}

static void suite_write(struct junit *junit, const struct outcome *outcome)
{
	struct tally tally = count(junit, outcome);

	buffer_string(junit->out, " <testsuite");
	attribute_write(junit, "name", text_of(outcome->check));
	buffer_printf(junit->out,
		" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\" time=\"%.3f\">\n",
		tally.tests, tally.failures, tally.errors, tally.skipped,
		outcome->duration_ms / 1000);
	examined_write(junit, outcome);
	for (size_t i = 0; i < outcome->incomplete_count; i++)
		incomplete_write(junit, outcome->check, &outcome->incomplete[i]);
	for (size_t i = 0; i < junit->shown.count; i++)
		if (is_of(junit->shown.items[i], outcome))
			finding_write(junit, junit->shown.items[i]);
	buffer_string(junit->out, " </testsuite>\n");
}

static void left_out_write(struct junit *junit)
{
	if (junit->shown.left_out == 0)
		return;
	buffer_printf(junit->out,
		" <testsuite name=\"seamgate\" tests=\"1\" failures=\"0\" errors=\"0\" "
		"skipped=\"1\">\n"
		"  <testcase classname=\"seamgate\" name=\"left out\"><skipped message=\"%zu more "
		"findings, none worse than these, are left out\"/></testcase>\n </testsuite>\n",
		junit->shown.left_out);
}

static bool is_any(const struct finding *finding)
{
	(void)finding;
	return true;
}

static void junit_write(
	struct buffer *out, const struct result *result, const struct report_style *style)
{
	struct junit junit = {.out = out, .result = result};

	(void)style;
	if (!selection_make(&junit.shown, result, is_any, MOST_TESTS)) {
		out->failed = true;
		return;
	}
	buffer_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
	for (size_t i = 0; i < result->outcome_count; i++)
		suite_write(&junit, &result->outcomes[i]);
	left_out_write(&junit);
	buffer_string(out, "</testsuites>\n");
	buffer_free(&junit.masked);
	buffer_free(&junit.visible);
	free(junit.shown.items);
}

const struct report report_junit = {
	.name = "junit",
	.summary = "JUnit XML, for test views",
	.write = junit_write,
};
