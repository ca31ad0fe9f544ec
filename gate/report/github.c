/* SPDX-License-Identifier: Apache-2.0
 *
 * Workflow commands of GitHub Actions ("::error file=…::message"), which its runner shows as annotations: ten
 * errors, ten warnings and ten notices of a step, the rest being dropped without a word. So the worst come
 * first, what does not fit is counted, and a notice says so; the last says what was examined. Form and escaping: docs.github.com,
 * "Workflow commands"; actions/toolkit, command.ts.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "gate/base/escape.h"
#include "gate/report/formats.h"

enum { MOST_OF_A_KIND = 10, LONGEST_MESSAGE = 4000 };

/* What is left out, and what was examined. */
enum { OWN_NOTICES = 2 };

struct github {
	struct buffer *out;
	const struct result *result;
	struct buffer masked, visible;
	size_t errors, left_out;
};

/* The sink: masked, made visible, then escaped as the runner's parser wants it. */
static void text_write(struct github *github, struct text text, const char *escaped)
{
	struct text rest;

	buffer_clear(&github->masked);
	buffer_clear(&github->visible);
	mask_apply(github->result->masks, text, &github->masked);
	escape_human(&github->visible, buffer_text(&github->masked));
	rest = text_slice(buffer_text(&github->visible), 0, LONGEST_MESSAGE);
	for (size_t i = 0; i < rest.len; i++) {
		if (text_find(text_of(escaped), text_slice(rest, i, i + 1)) < text_of(escaped).len)
			buffer_printf(github->out, "%%%02X", (unsigned char)rest.ptr[i]);
		else
			buffer_byte(github->out, rest.ptr[i]);
	}
	if (github->masked.failed || github->visible.failed)
		github->out->failed = true;
}

static void data_write(struct github *github, struct text text)
{
	text_write(github, text, "%\r\n");
}

static void property_write(struct github *github, const char *name, struct text text)
{
	buffer_printf(github->out, "%s=", name);
	text_write(github, text, "%\r\n:,");
}

static void number_write(struct github *github, const char *name, uint32_t number)
{
	if (number)
		buffer_printf(github->out, ",%s=%" PRIu32, name, number);
}

static void remedy_write(struct github *github, struct text remedy)
{
	if (remedy.len == 0)
		return;
	buffer_string(github->out, "%0A");
	data_write(github, remedy);
}

/* A place that is no longer in the head's files would mark a line that has nothing to do with it. */
static void place_write(struct github *github, const struct finding *finding)
{
	if (finding->path.len == 0 || !finding->at_head)
		return;
	property_write(github, "file", finding->path);
	number_write(github, "line", finding->line);
	number_write(github, "endLine", finding->end_line);
	/* Columns count only within one line. */
	if (finding->line == finding->end_line) {
		number_write(github, "col", finding->column);
		number_write(github, "endColumn", finding->end_column);
	}
	buffer_byte(github->out, ',');
}

static void where_write(struct github *github, const struct finding *finding)
{
	struct buffer where = {0};

	if (!finding->at_head && finding->path.len) {
		buffer_string(github->out, " — ");
		data_write(github, finding->path);
		if (finding->line)
			buffer_printf(github->out, ":%" PRIu32, finding->line);
	}
	print_where(&where, github->result, finding);
	if (where.len)
		buffer_printf(github->out, " (%s)", where.ptr);
	github->out->failed = github->out->failed || where.failed;
	buffer_free(&where);
}

static void finding_write(struct github *github, const char *command, const struct finding *finding)
{
	buffer_printf(github->out, "::%s ", command);
	place_write(github, finding);
	property_write(github, "title", text_of(finding->rule));
	buffer_string(github->out, "::");
	data_write(github, finding->message);
	where_write(github, finding);
	remedy_write(github, finding->remedy);
	buffer_byte(github->out, '\n');
}

static void incomplete_write(
	struct github *github, const char *check, const struct incomplete *item)
{
	if (github->errors == MOST_OF_A_KIND) {
		github->left_out++;
		return;
	}
	github->errors++;
	buffer_string(github->out, "::error ");
	if (item->path.len) {
		property_write(github, "file", item->path);
		buffer_byte(github->out, ',');
	}
	buffer_printf(github->out, "title=could not look [%s]::", check);
	data_write(github, item->reason);
	remedy_write(github, item->remedy);
	buffer_byte(github->out, '\n');
}

static bool is_error(const struct finding *finding)
{
	return finding->state == FINDING_NEW && finding->blocking;
}

static bool is_warning(const struct finding *finding)
{
	return finding->state == FINDING_NEW && !finding->blocking &&
	       finding->severity >= SEVERITY_WARNING;
}

static bool is_notice(const struct finding *finding)
{
	return finding->state == FINDING_NEW && !finding->blocking &&
	       finding->severity == SEVERITY_NOTE;
}

static void findings_write(struct github *github, const char *command,
	bool (*wanted)(const struct finding *finding), size_t most)
{
	struct selection shown;

	if (!selection_make(&shown, github->result, wanted, most)) {
		github->out->failed = true;
		return;
	}
	for (size_t i = 0; i < shown.count; i++)
		finding_write(github, command, shown.items[i]);
	github->left_out += shown.left_out;
	free(shown.items);
}

/* One notice for all checks: what each looked at, how much of it could be proved, and why not. */
static void examined_write(struct github *github)
{
	const char *before = "::notice title=examined::";
	struct buffer words = {0};

	for (size_t i = 0; i < github->result->outcome_count; i++) {
		const struct outcome *outcome = &github->result->outcomes[i];

		if (!outcome->counter_count)
			continue;
		buffer_string(github->out, before);
		buffer_printf(&words, "%s: ", outcome->check);
		print_counters(&words, outcome);
		data_write(github, buffer_text(&words));
		buffer_clear(&words);
		before = "%0A";
	}
	if (before[0] == '%')
		buffer_byte(github->out, '\n');
	github->out->failed = github->out->failed || words.failed;
	buffer_free(&words);
}

/* What could not be looked at beats findings. */
static void github_write(
	struct buffer *out, const struct result *result, const struct report_style *style)
{
	struct github github = {.out = out, .result = result};

	(void)style;
	for (size_t i = 0; i < result->outcome_count; i++)
		for (size_t j = 0; j < result->outcomes[i].incomplete_count; j++)
			incomplete_write(&github, result->outcomes[i].check,
				&result->outcomes[i].incomplete[j]);
	findings_write(&github, "error", is_error, MOST_OF_A_KIND - github.errors);
	findings_write(&github, "warning", is_warning, MOST_OF_A_KIND);
	findings_write(&github, "notice", is_notice, MOST_OF_A_KIND - OWN_NOTICES);
	if (github.left_out)
		buffer_printf(out,
			"::notice title=seamgate::%zu more, none worse than these, are in the "
			"job's log and its reports\n",
			github.left_out);
	examined_write(&github);
	buffer_free(&github.masked);
	buffer_free(&github.visible);
}

const struct report report_github = {
	.name = "github",
	.summary = "annotations of GitHub Actions, as workflow commands",
	.write = github_write,
};
