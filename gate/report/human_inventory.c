/* SPDX-License-Identifier: Apache-2.0
 *
 * The inventory as a table: a line for each file, how many of its entries are held by what, and how many were proved. Below it
 * what is held by nothing, and why the rest was not proved.
 */
#include <string.h>

#include "gate/report/human.h"

enum { MOST_FILES = 40, MOST_NAMED = 10, MOST_NOTES = 8, COLUMN = 9, WIDEST = 36 };

static const char *const headings[] = {
	"hash", "commit", "version", "nothing", "inside", "proved", "refuted", "open"};

enum { FIGURES = sizeof(headings) / sizeof(headings[0]), PROVED = HELD_COUNT };

/* The entries of one file, or of all. */
struct tally {
	struct text path;
	size_t entries, figures[FIGURES];
};

static void count(struct tally *tally, const struct component *component)
{
	tally->entries++;
	tally->figures[component->held]++;
	if (component->proof == COMPONENT_PROVED)
		tally->figures[PROVED]++;
	else if (component->proof == COMPONENT_REFUTED)
		tally->figures[PROVED + 1]++;
	else if (component->held != HELD_INSIDE)
		tally->figures[PROVED + 2]++;
}

/* Counts the components of one file; returns the first of the next. */
static size_t count_file(struct tally *tally, const struct outcome *outcome, size_t from)
{
	*tally = (struct tally){.path = outcome->components[from].path};
	while (from < outcome->component_count &&
		text_equal(outcome->components[from].path, tally->path))
		count(tally, &outcome->components[from++]);
	return from;
}

static unsigned name_width(struct human *human, const struct outcome *outcome)
{
	unsigned widest = (unsigned)strlen("all files");
	struct tally tally;

	for (size_t i = 0; i < outcome->component_count; i = count_file(&tally, outcome, i)) {
		unsigned own = human_columns(human, outcome->components[i].path);

		widest = own > widest ? own : widest;
	}
	return widest < WIDEST ? widest : WIDEST;
}

static void heading_write(struct human *human, unsigned width)
{
	buffer_printf(human->out, "  %*s%*s", (int)width, "", COLUMN, "entries");
	for (size_t i = 0; i < FIGURES; i++)
		buffer_printf(human->out, "%*s", COLUMN, headings[i]);
	buffer_byte(human->out, '\n');
}

/* Zeros are left out, so that what there is is seen. */
static void row_write(struct human *human, const struct tally *tally, unsigned width)
{
	unsigned blank = 0;

	human_spaces(human, 2);
	human_spaces(human, width - human_cell(human, tally->path, width));
	buffer_printf(human->out, "%*zu", COLUMN, tally->entries);
	for (size_t i = 0; i < FIGURES; i++) {
		blank += COLUMN;
		if (tally->figures[i] == 0)
			continue;
		buffer_printf(human->out, "%*zu", (int)blank, tally->figures[i]);
		blank = 0;
	}
	buffer_byte(human->out, '\n');
}

static void rows_write(struct human *human, const struct outcome *outcome)
{
	size_t most = human->style->verbose ? SIZE_MAX : MOST_FILES, files = 0, shown = 0;
	struct tally tally, all = {.path = text_of("all files")};
	unsigned width = name_width(human, outcome);

	heading_write(human, width);
	for (size_t i = 0; i < outcome->component_count; files++) {
		i = count_file(&tally, outcome, i);
		if (shown < most) {
			row_write(human, &tally, width);
			shown++;
		}
	}
	for (size_t i = 0; i < outcome->component_count; i++)
		count(&all, &outcome->components[i]);
	if (files > shown)
		buffer_printf(human->out, "  … %zu more: see all with -v\n", files - shown);
	if (files > 1)
		row_write(human, &all, width);
}

static void named_write(struct human *human, const struct component *component)
{
	buffer_string(human->out, "  held by nothing: ");
	human_text(human, component->name);
	if (component->version.len) {
		buffer_byte(human->out, ' ');
		human_text(human, component->version);
	}
	buffer_string(human->out, " (");
	human_text(human, component->path);
	if (component->line)
		buffer_printf(human->out, ":%u", component->line);
	buffer_string(human->out, ")\n");
}

static void loose_write(struct human *human, const struct outcome *outcome)
{
	size_t most = human->style->verbose ? SIZE_MAX : MOST_NAMED, left_out = 0, shown = 0;

	for (size_t i = 0; i < outcome->component_count; i++) {
		if (outcome->components[i].held != HELD_BY_NOTHING)
			continue;
		if (shown == most) {
			left_out++;
			continue;
		}
		named_write(human, &outcome->components[i]);
		shown++;
	}
	if (left_out)
		buffer_printf(human->out,
			"  … %zu more that nothing holds: see all with -v or --report "
			"cyclonedx=PATH\n",
			left_out);
}

/* How often one reason stands there; the first that have room are told. */
struct reasons {
	struct text notes[MOST_NOTES];
	size_t counts[MOST_NOTES], count, others;
};

static void add_reason(struct reasons *reasons, struct text note)
{
	size_t i = 0;

	while (i < reasons->count && !text_equal(reasons->notes[i], note))
		i++;
	if (i == MOST_NOTES) {
		reasons->others++;
		return;
	}
	reasons->notes[i] = note;
	reasons->counts[i]++;
	reasons->count = i == reasons->count ? i + 1 : reasons->count;
}

static void reasons_write(struct human *human, const struct outcome *outcome)
{
	struct reasons reasons = {0};

	for (size_t i = 0; i < outcome->component_count; i++) {
		const struct component *component = &outcome->components[i];

		if (component->proof == COMPONENT_OPEN && component->held != HELD_INSIDE &&
			component->note.len)
			add_reason(&reasons, component->note);
	}
	for (size_t i = 0; i < reasons.count; i++) {
		buffer_printf(human->out, "  not proved: %zu, ", reasons.counts[i]);
		human_text(human, reasons.notes[i]);
		buffer_byte(human->out, '\n');
	}
	if (reasons.others)
		buffer_printf(human->out, "  not proved: %zu, for other reasons\n", reasons.others);
}

void human_inventory(struct human *human)
{
	const struct result *result = human->result;

	for (size_t i = 0; i < result->outcome_count; i++) {
		const struct outcome *outcome = &result->outcomes[i];

		if (!outcome->has_components)
			continue;
		buffer_printf(human->out, "inventory[%s]: ", outcome->check);
		print_count(human->out, outcome->component_count, "entries");
		buffer_byte(human->out, '\n');
		if (outcome->component_count)
			rows_write(human, outcome);
		loose_write(human, outcome);
		reasons_write(human, outcome);
		buffer_byte(human->out, '\n');
	}
}
