/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "gate/run_parts.h"

/* Under one policy: the severity that a candidate has there, or off where it does not count. */
static enum severity severity_under(
	const struct run *run, const struct candidate *candidate, size_t judge)
{
	const struct policy *policy = run->request->judges[judge].policy;
	const struct finding *finding = candidate->finding;

	if (!(candidate->judges & 1u << judge) || policy_ignores(policy, finding->path))
		return SEVERITY_OFF;
	return policy_severity(policy, finding->rule, candidate->severities[judge]);
}

static bool blocks_under(const struct run *run, enum severity severity, size_t judge)
{
	return severity != SEVERITY_OFF && severity >= run->request->judges[judge].policy->block;
}

/* Reports print it. */
static int add_detail(struct run *run, struct finding *finding, const char *key, struct text text,
	struct err *err)
{
	struct detail *details =
		arena_array(run->arena, finding->detail_count + 1, sizeof(*details));

	if (!details)
		return err_nomem(err);
	if (finding->detail_count)
		memcpy(details, finding->details, finding->detail_count * sizeof(*details));
	details[finding->detail_count++] =
		(struct detail){.key = key, .type = DETAIL_TEXT, .text = text};
	finding->details = details;
	return 0;
}

/* Who wonders why a finding is back is told: "the one of @security expired on 2027-01-31". */
static int add_expired(struct run *run, struct finding *finding, struct err *err)
{
	const struct waiver *waiver =
		policy_waiver(run->request->judges[0].policy, finding, INT64_MIN);
	struct buffer text = {0};
	struct text said;

	if (!waiver)
		return 0;
	buffer_string(&text, "the one of ");
	buffer_add(&text, waiver->owner);
	buffer_string(&text, " expired on ");
	waiver_expires(&text, waiver);
	said = arena_text(run->arena, buffer_text(&text));
	if (text.failed || !said.ptr)
		err_nomem(err);
	buffer_free(&text);
	return err->kind == ERR_NONE ? add_detail(run, finding, "expired waiver", said, err) : -1;
}

static int add_two(struct run *run, struct finding *finding, const char *key, struct text words,
	const char *link, struct text more, struct err *err)
{
	char *said = arena_printf(
		run->arena, "%.*s%s%.*s", (int)words.len, words.ptr, link, (int)more.len, more.ptr);

	return said ? add_detail(run, finding, key, text_of(said), err) : err_nomem(err);
}

/* What a mark came to: who reads the report sees that there is one, whether or not it counts. */
static int add_mark(struct run *run, struct finding *finding, struct err *err)
{
	const struct mark *mark = &finding->mark;
	const char *fault = mark_fault(mark, run->request->change->is_scan, run->request->today);

	if (mark->words.len == 0)
		return 0;
	if (finding->state == FINDING_WAIVED)
		return add_two(run, finding, "mark", mark->words, mark->reason.len ? ": " : "",
			mark->reason, err);
	return add_two(run, finding, "mark without effect", mark->words, ": ",
		text_of(fault ? fault : "it does not stand beside all that is the same"), err);
}

static int find_state(struct run *run, const struct candidate *candidate, struct err *err)
{
	struct finding *finding = candidate->finding;
	const struct waiver *waiver =
		policy_waiver(run->request->judges[0].policy, finding, run->request->today);

	finding->state = finding->known                   ? FINDING_KNOWN
			 : waiver || !candidate->unmarked ? FINDING_WAIVED
							  : FINDING_NEW;
	if (finding->state == FINDING_KNOWN)
		return 0;
	if (waiver)
		return add_detail(run, finding, "waiver", waiver->reason, err);
	return add_mark(run, finding, err) < 0 ? -1 : add_expired(run, finding, err);
}

/* Fills severity, blocking and state by all policies, the worse one standing. Severity is off where the
 * finding counts for none. */
static int judge(struct run *run, struct candidate *candidate, struct err *err)
{
	struct finding *finding = candidate->finding;
	enum severity worst = SEVERITY_OFF;
	bool blocks = false;

	for (size_t i = 0; i < run->request->judge_count; i++) {
		enum severity severity = severity_under(run, candidate, i);

		if (severity > worst)
			worst = severity;
		blocks =
			blocks || (candidate->unmarked & 1u << i && blocks_under(run, severity, i));
	}
	finding->severity = worst;
	if (find_state(run, candidate, err) < 0)
		return -1;
	finding->blocking = blocks && finding->state == FINDING_NEW;
	return 0;
}

static size_t rank(const struct result *result, const struct finding *finding)
{
	for (size_t i = 0; i < result->outcome_count; i++)
		if (strcmp(result->outcomes[i].check, finding->check) == 0)
			return i;
	return result->outcome_count;
}

int findings_compare(const void *left, const void *right)
{
	const struct finding *a = *(struct finding *const *)left,
			     *b = *(struct finding *const *)right;
	int order = text_compare(a->path, b->path);

	if (order)
		return order;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	order = strcmp(a->rule, b->rule);
	return order ? order : strcmp(a->fingerprint, b->fingerprint);
}

/* The findings of one outcome, sorted, behind those that are there already. */
static void append_sorted(struct run *run, struct result *result, size_t outcome)
{
	size_t first = result->finding_count;

	for (size_t i = 0; i < run->candidate_count; i++) {
		struct finding *finding = run->candidates[i].finding;

		if (finding->severity != SEVERITY_OFF && rank(result, finding) == outcome)
			result->findings[result->finding_count++] = finding;
	}
	if (result->finding_count > first + 1)
		qsort(result->findings + first, result->finding_count - first,
			sizeof(*result->findings), findings_compare);
	if (result->finding_count > first && result->outcomes[outcome].status == STATUS_CLEAN)
		result->outcomes[outcome].status = STATUS_FINDINGS;
}

int run_judge(struct run *run, struct err *err)
{
	struct result *result = &run->result;
	size_t before = result->finding_count;
	struct finding **findings =
		arena_array(run->arena, before + run->candidate_count, sizeof(*findings));

	if (!findings)
		return err_nomem(err);
	if (before)
		memcpy(findings, result->findings, before * sizeof(*findings));
	result->findings = findings;
	for (size_t i = 0; i < run->candidate_count; i++)
		if (judge(run, &run->candidates[i], err) < 0)
			return -1;
	for (size_t outcome = 0; outcome < result->outcome_count; outcome++)
		append_sorted(run, result, outcome);
	return 0;
}

static bool any_incomplete(const struct result *result)
{
	for (size_t i = 0; i < result->outcome_count; i++)
		if (result->outcomes[i].status == STATUS_INCOMPLETE)
			return true;
	return false;
}

static bool any_blocking(const struct result *result)
{
	for (size_t i = 0; i < result->finding_count; i++)
		if (result->findings[i]->blocking)
			return true;
	return false;
}

size_t verdict_ran(const struct result *result)
{
	size_t ran = 0;

	for (size_t i = 0; i < result->outcome_count; i++)
		ran += (result->outcomes[i].status != STATUS_SKIPPED ||
			       result->outcomes[i].elsewhere) &&
		       strcmp(result->outcomes[i].check, "policy") != 0;
	return ran;
}

void verdict_decide(struct result *result, size_t ran)
{
	if (any_incomplete(result)) {
		result->verdict = VERDICT_INCOMPLETE;
		result->exit_code = 3;
	} else if (any_blocking(result)) {
		result->verdict = VERDICT_BLOCK;
		result->exit_code = 1;
	} else if (ran == 0) {
		result->verdict = VERDICT_INCOMPLETE;
		result->exit_code = 3;
		result->reason = text_of("no check ran: the policy switches every check off");
	} else {
		result->verdict = VERDICT_PASS;
		result->exit_code = 0;
	}
}
