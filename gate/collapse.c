/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "gate/run_parts.h"

int run_fingerprint(const struct run *run, struct finding *finding, struct err *err)
{
	struct text parts[2] = {text_of(finding->rule), finding->evidence};

	return hash_hmac_hex(run->salt, parts, 2, finding->fingerprint, err);
}

int findings_compare_identity(const struct finding *a, const struct finding *b)
{
	int order = strcmp(a->rule, b->rule);

	if (order == 0)
		order = text_compare(a->path, b->path);
	return order ? order : strcmp(a->fingerprint, b->fingerprint);
}

static uint32_t introduced(const struct finding *finding)
{
	return finding->place ? finding->place->commit : NO_COMMIT;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

int findings_compare_rank(const struct finding *a, const struct finding *b)
{
	int order = compare_numbers(b->at_head, a->at_head);

	if (order == 0)
		order = compare_numbers(introduced(a), introduced(b));
	if (order == 0)
		order = compare_numbers(a->line, b->line);
	return order ? order : compare_numbers(a->column, b->column);
}

/* Of findings of one identity the one at the head comes first, then the earliest commit's. */
static int compare_candidates(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;
	int order = findings_compare_identity(a->finding, b->finding);

	if (order == 0)
		order = findings_compare_rank(a->finding, b->finding);
	return order ? order : compare_numbers(a->judges, b->judges);
}

/* Merges the candidates of one identity into the first: the policies add up, the commit is the
 * earliest that has it. */
static void merge(struct candidate *into, const struct candidate *from)
{
	into->judges |= from->judges;
	into->unmarked |= from->unmarked;
	for (size_t i = 0; i < MOST_JUDGES; i++)
		if (from->severities[i] > into->severities[i])
			into->severities[i] = from->severities[i];
	if (introduced(from->finding) < into->finding->commit)
		into->finding->commit = introduced(from->finding);
	into->finding->known = into->finding->known && from->finding->known;
}

int run_collapse(struct run *run, struct err *err)
{
	size_t kept = 0;

	for (size_t i = 0; i < run->candidate_count; i++) {
		struct finding *finding = run->candidates[i].finding;

		if (run_fingerprint(run, finding, err) < 0)
			return -1;
		finding->check = run->candidates[i].assignment->check->name;
		finding->commit = introduced(finding);
		finding->at_head = finding->place ? finding->place->at_head : true;
	}
	if (run->candidate_count)
		qsort(run->candidates, run->candidate_count, sizeof(*run->candidates),
			compare_candidates);
	for (size_t i = 0; i < run->candidate_count; i++) {
		struct candidate *last = kept ? &run->candidates[kept - 1] : NULL;

		if (last &&
			findings_compare_identity(last->finding, run->candidates[i].finding) == 0)
			merge(last, &run->candidates[i]);
		else
			run->candidates[kept++] = run->candidates[i];
	}
	run->candidate_count = kept;
	return 0;
}
