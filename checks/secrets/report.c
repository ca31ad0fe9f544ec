/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "checks/secrets/report_parts.h"

/* Findings in one blob, at all its places together. */
enum { MOST_OF_BLOB = 10000 };

/* ---- which hits count at a place ---- */

/* What the path conditions of rules are asked about. */
static struct text path_at(const struct reporter *reporter, const struct place *place)
{
	return reporter->layer && reporter->label.len ? buffer_text(&reporter->label)
						      : place->path->text;
}

struct site report_site(const struct reporter *reporter, const struct place *place)
{
	const struct change *change = reporter->job->change;
	bool has_commit = change && place->commit < change->commit_count;

	return (struct site){
		path_at(reporter, place), has_commit ? change_commit(change, place->commit) : NULL};
}

static int fate_at(enum fate *fate, struct reporter *reporter, const struct hit *hit,
	const struct place *place)
{
	struct text view = scanner_views(reporter->scanner)->items[hit->view].bytes;
	struct matcher *matcher = scanner_matcher(reporter->scanner);
	struct site site = report_site(reporter, place);
	bool applies = true, allowed = false;
	struct text path = path_at(reporter, place);

	if (hit->rule->path && matcher_search(matcher, hit->rule->path, hit->rule->id, path,
				       &applies, reporter->err) < 0)
		return -1;
	if (applies && sift_site_allowed(
			       &allowed, hit->rule, &site, hit, view, matcher, reporter->err) < 0)
		return -1;
	*fate = !applies ? FATE_NONE : allowed || hit->allowed ? FATE_MASK : FATE_REPORT;
	return 0;
}

/* The first occurrence that is reported stands for all of the same secret; one without a mark before one that has it. */
static void show(struct sheet *sheet, size_t index)
{
	size_t first = sheet->first[index];
	size_t *shown = &sheet->shown[first];

	if (sheet->counts[first]++ == 0)
		*shown = index;
	else if (sheet->marked && sheet->marked[index] < sheet->marked[*shown])
		*shown = index;
}

static int settle(struct reporter *reporter, struct sheet *sheet, const struct place *place)
{
	const struct scan *scan = sheet->scan;

	for (size_t i = 0; i < scan->hit_count; i++) {
		if (fate_at(&sheet->fates[i], reporter, &scan->hits[i], place) < 0)
			return -1;
		if (sheet->parts && sheet->parts[i].is_noise)
			sheet->fates[i] = FATE_NONE;
	}
	overlap_settle(sheet->fates, scan);
	encoded_settle(sheet->fates, scan, sheet->views);
	memset(sheet->counts, 0, scan->hit_count * sizeof(*sheet->counts));
	for (size_t i = 0; i < scan->hit_count; i++)
		if (sheet->fates[i] == FATE_REPORT)
			show(sheet, i);
	return 0;
}

/* What stands at an allowed place is none's finding. Once is enough, at however many paths it is. */
static void mask_hit(struct reporter *reporter, struct sheet *sheet, size_t index)
{
	if (sheet->masked[sheet->first[index]])
		return;
	sheet->masked[sheet->first[index]] = true;
	report_mask(reporter, sheet->scan->hits[index].rule, sheet_secret(sheet, index));
	report_mask_encoded(reporter, sheet, index);
}

/* 1: reported; 0: there were too many before. */
static int report_next(
	struct reporter *reporter, struct sheet *sheet, const struct place *place, size_t index)
{
	if (sheet->reported++ == MOST_OF_BLOB) {
		check_blob_incomplete(reporter->job, sheet->blob,
			"it has more than 10000 different findings at its paths",
			"remove them, or leave the file out with paths: {ignore: …}");
		return 0;
	}
	sheet->counts[index] = sheet->counts[sheet->first[index]];
	return report_hit(reporter, sheet, place, index) < 0 ? -1 : 1;
}

/* 1: go on with the next place; 0: enough is reported. */
static int report_place(struct reporter *reporter, struct sheet *sheet, const struct place *place)
{
	int done = settle(reporter, sheet, place) < 0 ? -1 : 1;

	for (size_t i = 0; done > 0 && i < sheet->scan->hit_count; i++) {
		if (sheet->fates[i] == FATE_MASK)
			mask_hit(reporter, sheet, i);
		if (sheet->fates[i] == FATE_REPORT && sheet->shown[sheet->first[i]] == i)
			done = report_next(reporter, sheet, place, i);
	}
	return done;
}

/* ---- a sheet ---- */

static bool has_marks(const struct reporter *reporter, const struct sheet *sheet)
{
	const struct views *views = sheet->views;

	if (reporter->layer || sheet->blob->kind != BLOB_FILE)
		return false;
	for (size_t i = 0; i < views->count && views->items[i].kind != VIEW_RUNS; i++)
		if (marks_in(views->items[i].bytes, &reporter->rules->marks))
			return true;
	return false;
}

static bool fill_marks(const struct reporter *reporter, struct sheet *sheet)
{
	if (!has_marks(reporter, sheet))
		return true;
	sheet->marked = calloc(sheet->scan->hit_count, sizeof(*sheet->marked));
	for (size_t i = 0; sheet->marked && i < sheet->scan->hit_count; i++) {
		struct mark mark = sheet_mark(reporter, sheet, i);

		if (mark.words.len)
			sheet->marked[i] = mark.fault ? MARKED_FAULTY : MARKED_WELL;
	}
	return sheet->marked != NULL;
}

static bool is_object(const struct blob *blob)
{
	return blob->kind == BLOB_COMMIT || blob->kind == BLOB_TAG;
}

static bool fill_parts(struct sheet *sheet, struct text content, bool is_member)
{
	struct object object;

	if (is_member || !is_object(sheet->blob))
		return true;
	sheet->parts = calloc(sheet->scan->hit_count, sizeof(*sheet->parts));
	if (!sheet->parts)
		return false;
	for (size_t i = 0; i < sheet->scan->hit_count; i++) {
		const struct hit *hit = &sheet->scan->hits[i];
		struct extent origin = decoded_origin(
			sheet->views, (struct extent){hit->view, hit->secret_from, hit->secret_to});

		/* Parts are asked for in ascending order: each view is a pass of its own. */
		if (i == 0 || hit->view != hit[-1].view)
			object_read(&object, content);
		if (sheet->views->items[origin.view].kind == VIEW_RAW)
			sheet->parts[i] = object_part(&object, origin.from);
	}
	sheet->first_line = object.first_line;
	return true;
}

static bool fill(struct sheet *sheet, struct text content, bool is_member)
{
	size_t count = sheet->scan->hit_count;

	sheet->spots = calloc(count, sizeof(*sheet->spots));
	sheet->fates = calloc(count, sizeof(*sheet->fates));
	sheet->first = calloc(count, sizeof(*sheet->first));
	sheet->counts = calloc(count, sizeof(*sheet->counts));
	sheet->shown = calloc(count, sizeof(*sheet->shown));
	sheet->order = calloc(count, sizeof(*sheet->order));
	sheet->masked = calloc(count, sizeof(*sheet->masked));
	if (!sheet->spots || !sheet->fates || !sheet->first || !sheet->counts || !sheet->shown ||
		!sheet->order || !sheet->masked || !fill_parts(sheet, content, is_member))
		return false;
	locate(sheet->spots, sheet->scan, sheet->views);
	overlap_repeats(sheet->first, sheet->order, sheet->scan, sheet->views);
	return true;
}

static void empty(struct sheet *sheet)
{
	free(sheet->spots);
	free(sheet->parts);
	free(sheet->fates);
	free(sheet->first);
	free(sheet->counts);
	free(sheet->shown);
	free(sheet->marked);
	free(sheet->order);
	free(sheet->masked);
}

int report_hits(struct reporter *reporter, const struct blob *blob, const struct scan *scan,
	struct text content)
{
	struct sheet sheet = {
		.blob = blob, .scan = scan, .views = scanner_views(reporter->scanner)};
	bool filled =
		fill(&sheet, content, reporter->layer != NULL) && fill_marks(reporter, &sheet);
	int done = filled ? 1 : err_nomem(reporter->err);

	for (uint32_t i = 0; done > 0 && i < blob->place_count && !job_stopped(reporter->job); i++)
		done = report_place(reporter, &sheet, &blob_places(blob)[i]);
	empty(&sheet);
	return done < 0 ? -1 : 0;
}
