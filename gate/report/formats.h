/* SPDX-License-Identifier: Apache-2.0
 *
 * The formats, for the table in report.c, and what several of them print alike. Nothing below
 * writes a byte that a change can influence: that is for the one function of each format that
 * masks and escapes.
 */
#ifndef SEAMGATE_REPORT_FORMATS_H
#define SEAMGATE_REPORT_FORMATS_H

#include "gate/report/report.h"

extern const struct report report_human, report_json, report_ndjson, report_sarif, report_github,
	report_markdown, report_code_quality, report_junit, report_secret_detection,
	report_dependency_scanning, report_cyclonedx;

/* Some of a result's findings, in the order of the result. */
struct selection {
	struct finding **items;
	size_t count, left_out; /* left_out: wanted, but more than there is room for */
};

/* The wanted findings, at most so many: where there are more, the blocking and then the severe
 * ones stay. False when out of memory. items is freed with free(). */
bool selection_make(struct selection *out, const struct result *result,
	bool (*wanted)(const struct finding *finding), size_t most);

/* "3 files", "1 file": a count and its noun, given in the plural. */
void print_count(struct buffer *out, uint64_t count, const char *plural);

/* What a check has looked at: "3 files, 12.3 KiB hashed, 2 proved, 3 not proved (2 over a limit, 1 no lock names it)". Names of a plug-in's counters are foreign. */
void print_counters(struct buffer *out, const struct outcome *outcome);

/* "512 bytes", "12.3 KiB". */
void print_size(struct buffer *out, uint64_t bytes);

/* "6.1 ms", "2.35 s", "3 min 20 s". */
void print_duration(struct buffer *out, double duration_ms);

/* The first seven hex digits of an object id. */
void print_short_id(struct buffer *out, const struct oid *oid);

/* The commit that a finding is in, or NULL. */
const struct oid *finding_commit(const struct result *result, const struct finding *finding);

/* What has to be said about where a finding is, beside its path: "in commit 1a2b3c4" (not at the
 * head), "line 3 of the message of commit 1a2b3c4", "the name of a branch or tag"; nothing where
 * path and line say all. */
void print_where(struct buffer *out, const struct result *result, const struct finding *finding);

/* The text detail of this name, or the empty text. */
struct text finding_detail(const struct finding *finding, const char *key);

/* The bytes of a component's hash, as many as any algorithm has, in lower case. */
enum { LONGEST_COMPONENT_HASH = 64, LONGEST_COMPONENT_HEX = 2 * LONGEST_COMPONENT_HASH + 1 };
void component_hex(const struct component_hash *hash, char out[LONGEST_COMPONENT_HEX]);

/* Findings that count as so in the verdict line. */
struct finding_counts {
	size_t blocking, errors, warnings, notes, known,
		waived; /* errors to notes: new, not blocking */
};
struct finding_counts findings_count(const struct result *result);

#endif
