/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as any kind of blob, under the built-in rules: never a crash, never a finding outside of the
 * bytes. The first byte chooses the kind.
 */
#include <stdint.h>
#include <stdlib.h>

#include "checks/secrets/report.h"
#include "gate/job.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_findings(const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];

		must(finding->evidence.len > 0 && finding->evidence_shown <= finding->evidence.len);
		must(finding->excerpt.len <= 200 && finding->line <= finding->end_line);
		must(finding->line != finding->end_line || finding->column <= finding->end_column);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct rules none;
	struct arena *arena = arena_new();
	struct findings findings = {0};
	struct examined examined = {0};
	struct err err = {0};
	struct check_job job = {.arena = arena, .findings = &findings, .examined = &examined};
	struct ruleset *rules = NULL;
	struct reporter reporter = {.job = &job, .err = &err};
	struct path path = {.text = {"a/b.env", 7}};
	struct place place = {.path = &path};
	struct text text = {(const char *)data, size};
	struct blob blob = {
		.kind = (unsigned)(size ? data[0] % (BLOB_REF + 1) : BLOB_FILE) & BLOB_KIND,
		.has_text = 1,
		.text = &text,
		.places = &place,
		.place_count = 1};

	must(arena && ruleset_open(&rules, true, &none, NULL, arena, &err) == 0);
	reporter.rules = rules;
	must(scanner_open(&reporter.scanner, rules, &err) == 0);
	must(report_blob(&reporter, &blob, text_slice(text, 1, size)) == 0);
	check_findings(&findings);
	reporter_close(&reporter);
	scanner_close(reporter.scanner);
	ruleset_close(rules);
	arena_free(arena);
	return 0;
}
