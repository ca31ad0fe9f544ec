/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/secrets/scan.h"

#include <stdlib.h>

#include "checks/secrets/require.h"
#include "checks/secrets/scan_parts.h"

/* ---- life ---- */

int scanner_open(struct scanner **out, const struct ruleset *rules, struct err *err)
{
	struct scanner *scanner = calloc(1, sizeof(*scanner));

	*out = NULL;
	if (!scanner)
		return err_nomem(err);
	scanner->rules = rules;
	scanner->views.decoded.library = &scanner->library;
	scanner->views.decoded.archive_depth = rules->archive_depth;
	if (matcher_open(&scanner->matcher, err) < 0 ||
		proposer_open(&scanner->proposer, rules, scanner->matcher, err) < 0 ||
		seen_open(&scanner->seen, rules, err) < 0) {
		scanner_close(scanner);
		return -1;
	}
	*out = scanner;
	return 0;
}

void scanner_close(struct scanner *scanner)
{
	if (!scanner)
		return;
	matcher_close(scanner->matcher);
	archive_library_close(scanner->library);
	views_free(&scanner->views);
	proposer_close(&scanner->proposer);
	seen_close(&scanner->seen);
	part_list_free(&scanner->parts);
	free(scanner->scan.hits);
	free(scanner->scan.gaps);
	free(scanner);
}

void scanner_settle(struct scanner *scanner)
{
	seen_settle(&scanner->seen);
}

const struct views *scanner_views(const struct scanner *scanner)
{
	return &scanner->views;
}

struct archive_library **scanner_library(struct scanner *scanner)
{
	return &scanner->library;
}

struct matcher *scanner_matcher(struct scanner *scanner)
{
	return scanner->matcher;
}

/* ---- together ---- */

static int start(struct scanner *scanner, struct text text, struct err *err)
{
	scanner->err = err;
	scanner->scan.hit_count = scanner->scan.gap_count = 0;
	scanner->effort = MOST_EFFORT;
	scanner->proposer.thorough = false;
	proposer_ration(&scanner->proposer, text.len);
	proposer_start(&scanner->proposer);
	return scan_make_views(scanner, text);
}

static int add_gaps(struct scanner *scanner)
{
	const char *const gaps[] = {scanner->proposer.gap, scanner->views.decoded.gap};

	for (size_t i = 0; i < sizeof(gaps) / sizeof(gaps[0]); i++)
		if (gaps[i] && scan_gap(scanner, NULL, gaps[i]) < 0)
			return -1;
	return 0;
}

static bool is_clean(const struct scan *scan)
{
	for (size_t i = 0; i < scan->hit_count; i++)
		if (scan->hits[i].view > 0)
			return false;
	return scan->gap_count == 0;
}

static void keep(struct scanner *scanner, size_t plain)
{
	if (plain == 1)
		seen_keep(&scanner->seen, &scanner->proposer, scan_given(scanner),
			is_clean(&scanner->scan), scanner->rest_is_bare);
	else
		seen_forget(&scanner->seen);
}

static int look_and_keep(struct scanner *scanner)
{
	size_t plain = scanner->views.count;

	if (scan_look(scanner, plain) < 0 || add_gaps(scanner) < 0 || scan_decide(scanner) < 0)
		return -1;
	keep(scanner, plain);
	return 0;
}

int scan_text(struct scanner *scanner, struct text text, const struct scan **out, struct err *err)
{
	return scan_content(scanner, NULL, text, out, err);
}

int scan_content(struct scanner *scanner, const struct check_job *job, struct text text,
	const struct scan **out, struct err *err)
{
	struct scan *scan = &scanner->scan;

	scanner->job = job;
	*out = scan;
	if (start(scanner, text, err) < 0 || look_and_keep(scanner) < 0)
		return -1;
	return require_settle(scan, &scanner->views, err);
}
