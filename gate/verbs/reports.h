/* SPDX-License-Identifier: Apache-2.0
 *
 * The reports that a command line asks for, and their writing: for all verbs that end with a result.
 */
#ifndef SEAMGATE_VERBS_REPORTS_H
#define SEAMGATE_VERBS_REPORTS_H

#include "gate/report/report.h"
#include "gate/verbs/judge.h"

/* One --report argument. */
struct wanted {
	const struct report *report;
	const char *path; /* NULL: standard output */
};

struct wanteds {
	struct wanted items[16];
	size_t count;
	bool machine_on_stdout; /* then the human report goes to standard error */
};

/* The human report goes to standard output unless -q or human=PATH. ERR_USAGE. */
MUST_CHECK int reports_wanted(struct wanteds *out, const struct judging *judging, struct err *err);

/* Of a shard only what people and `merge` read: what others read is written once, when all shards are there. ERR_USAGE. */
MUST_CHECK int reports_check_shard(
	const struct wanteds *wanteds, const struct shard *shard, struct err *err);

/* An inventory of a change would pass for one of the tree. ERR_USAGE. */
MUST_CHECK int reports_check_tree(
	const struct wanteds *wanteds, const struct judging *judging, struct err *err);

/* The shards have to have taken it. ERR_LOOK. */
MUST_CHECK int reports_check_components(
	const struct wanteds *wanteds, const struct result *result, struct err *err);

/* True where one is of an inventory. */
bool reports_want_components(const struct wanteds *wanteds);

/* True where one needs finding->line_hash. */
bool reports_want_line_hashes(const struct wanteds *wanteds);

/* Writes them all. The result's exit code, or -1. */
int reports_write(const struct call *call, const struct judging *judging,
	const struct wanteds *wanteds, const struct result *result, struct err *err);

#endif
