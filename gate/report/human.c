/* SPDX-License-Identifier: Apache-2.0
 *
 * For a person at a terminal or in a job's log: what stands in the way first, then what could not
 * be looked at, then what was examined, and the verdict on the last line.
 */
#include "gate/report/human.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_SHOWN = 100, MOST_APART = 3 /* notes of one rule */ };

static bool is_blocking(const struct finding *finding)
{
	return finding->blocking;
}

static bool is_new(const struct finding *finding)
{
	return finding->state == FINDING_NEW;
}

static bool is_any(const struct finding *finding)
{
	(void)finding;
	return true;
}

/* By file, whatever the check, so that one file's findings are read together. */
static bool goes_before(const struct finding *a, const struct finding *b)
{
	int order = text_compare(a->path, b->path);

	if (order == 0)
		return a->line != b->line ? a->line < b->line : a->column < b->column;
	return order < 0;
}

/* Insertion sort: stable, and never more than MOST_SHOWN of them. */
static void sort_by_place(struct selection *shown)
{
	for (size_t i = 1; i < shown->count; i++) {
		struct finding *moved = shown->items[i];
		size_t at = i;

		for (; at > 0 && goes_before(moved, shown->items[at - 1]); at--)
			shown->items[at] = shown->items[at - 1];
		shown->items[at] = moved;
	}
}

/* A note that says no more than its like. */
static bool may_join(const struct finding *finding)
{
	return finding->severity == SEVERITY_NOTE && finding->state == FINDING_NEW &&
	       !finding->blocking && finding->path.len &&
	       finding_detail(finding, "expired waiver").len == 0 &&
	       finding_detail(finding, "mark without effect").len == 0;
}

static bool is_like(const struct finding *a, const struct finding *b)
{
	return may_join(a) && may_join(b) && strcmp(a->rule, b->rule) == 0 &&
	       text_equal(a->remedy, b->remedy);
}

static size_t count_like(struct finding *const *items, size_t count)
{
	size_t like = 1;

	for (size_t i = 1; i < count; i++)
		like += is_like(items[0], items[i]);
	return like;
}

/* Moves those that are like the first behind it, in their order. */
static void gather(struct finding **items, size_t count)
{
	size_t together = 1;

	for (size_t i = 1; i < count; i++) {
		struct finding *moved = items[i];

		if (!is_like(items[0], moved))
			continue;
		memmove(&items[together + 1], &items[together], (i - together) * sizeof(*items));
		items[together++] = moved;
	}
}

/* Notes of one rule are told at the place of the first, once they are many. */
static void shown_write(struct human *human, const struct selection *shown)
{
	size_t at = 0;

	while (at < shown->count) {
		struct finding **first = &shown->items[at];
		size_t left = shown->count - at, like = count_like(first, left);

		if (human->style->verbose || like <= MOST_APART) {
			human_finding(human, *first);
			at++;
			continue;
		}
		gather(first, left);
		human_together(human, first, like);
		at += like;
	}
}

static void findings_write(struct human *human)
{
	bool (*wanted)(const struct finding *) = human->style->quiet     ? is_blocking
						 : human->style->verbose ? is_any
									 : is_new;
	struct selection shown;

	if (!selection_make(&shown, human->result, wanted, MOST_SHOWN)) {
		human->out->failed = true;
		return;
	}
	sort_by_place(&shown);
	shown_write(human, &shown);
	if (shown.left_out) {
		print_count(human->out, shown.left_out, "findings");
		buffer_string(human->out,
			" more, none worse than these: see all with --report json=PATH\n\n");
	}
	free(shown.items);
}

static void incomplete_write(struct human *human, const char *check, const struct incomplete *item)
{
	human_paint(human, PAINT_WARNING);
	buffer_string(human->out, "could not look");
	human_paint(human, PAINT_OFF);
	buffer_printf(human->out, "[%s]", check);
	if (item->path.len) {
		buffer_string(human->out, ": ");
		human_text(human, item->path);
	}
	buffer_byte(human->out, '\n');
	human_note(human, 1, "reason", item->reason);
	human_note(human, 1, "fix", item->remedy);
	buffer_byte(human->out, '\n');
}

size_t human_incomplete_count(const struct result *result)
{
	size_t count = 0;

	for (size_t i = 0; i < result->outcome_count; i++)
		count += result->outcomes[i].incomplete_count;
	return count;
}

static void incompletes_write(struct human *human)
{
	const struct result *result = human->result;
	size_t all = human_incomplete_count(result), shown = 0;

	for (size_t i = 0; i < result->outcome_count; i++)
		for (size_t j = 0; j < result->outcomes[i].incomplete_count && shown < MOST_SHOWN;
			j++) {
			incomplete_write(human, result->outcomes[i].check,
				&result->outcomes[i].incomplete[j]);
			shown++;
		}
	if (all > shown) {
		print_count(human->out, all - shown, "items");
		buffer_string(human->out, " more: see all with --report json=PATH\n\n");
	}
}

static void human_write(
	struct buffer *out, const struct result *result, const struct report_style *style)
{
	struct human human = {.out = out, .result = result, .style = style};

	findings_write(&human);
	incompletes_write(&human);
	if (!style->quiet) {
		human_measurements(&human);
		human_inventory(&human);
		human_examined(&human);
	}
	human_verdict(&human);
	buffer_free(&human.masked);
	buffer_free(&human.line);
}

const struct report report_human = {
	.name = "human",
	.summary = "for people, on a terminal or in a log",
	.write = human_write,
};
