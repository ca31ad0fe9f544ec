/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/run.h"

#include <stdlib.h>
#include <string.h>

#include "gate/pool.h"
#include "gate/registry.h"
#include "gate/report/report.h"
#include "gate/run_parts.h"

/* A blob whose every place is ignored by every policy is not worth a look. */
static bool worth_a_look(const struct run_request *request, const struct blob *blob)
{
	for (size_t judge = 0; judge < request->judge_count; judge++)
		for (uint32_t i = 0; i < blob->place_count; i++)
			if (!policy_ignores(request->judges[judge].policy, blob->places[i].path))
				return true;
	return false;
}

/* Versions of one file side by side: they share delta bases, which the reader then still has. */
static int compare_paths(const void *left, const void *right)
{
	const struct blob *a = *(const struct blob *const *)left, *b = *(const struct blob *const *)right;
	int order = text_compare(a->places[0].path, b->places[0].path);

	return order ? order : (a > b) - (a < b);
}

static int select_blobs(struct blobs *out, const struct run_request *request, struct arena *arena,
	struct err *err)
{
	const struct change *change = request->change;
	const struct blob **items = arena_array(arena, change->blob_count, sizeof(*items));

	if (!items)
		return err_nomem(err);
	*out = (struct blobs){items, 0};
	for (size_t i = 0; i < change->blob_count; i++)
		if (worth_a_look(request, &change->blobs[i]))
			items[out->count++] = &change->blobs[i];
	if (out->count)
		qsort(items, out->count, sizeof(*items), compare_paths);
	return 0;
}

static int add_candidates(struct run *run, const struct assignment *assignment,
	struct findings *findings, struct err *err)
{
	for (size_t i = 0; i < findings->count; i++) {
		struct candidate candidate = {.finding = &findings->items[i],
			.assignment = assignment,
			.judges = assignment->judges};

		for (size_t judge = 0; judge < MOST_JUDGES; judge++)
			if (assignment->judges & 1u << judge)
				candidate.severities[judge] = findings->items[i].severity;
		if (arena_reserve(run->arena, (void **)&run->candidates, &run->candidate_capacity,
			    run->candidate_count + 1, sizeof(*run->candidates)) < 0)
			return err_nomem(err);
		run->candidates[run->candidate_count++] = candidate;
	}
	return 0;
}

/* All checks at once: one that is a single task leaves the other threads to the others. */
static int look(struct run *run, struct blobs blobs, struct err *err)
{
	struct task_list list = {0};

	if (run->request->only_prepare)
		return 0;
	for (size_t i = 0; i < run->assignment_count; i++) {
		struct assignment *assignment = &run->assignments[i];

		if (assignment->err.kind != ERR_NONE)
			continue;
		if (tasks_cut(&assignment->tasks, &assignment->task_count, assignment, blobs,
			    run->arena, run->threads, err) < 0 ||
			tasks_add(&list, assignment->tasks, assignment->task_count, run->arena, err) < 0)
			return -1;
	}
	if (tasks_run(run, &list, err) < 0)
		return -1;
	for (size_t i = 0; i < list.count; i++)
		if (add_candidates(run, list.items[i]->assignment, &list.items[i]->findings, err) < 0)
			return -1;
	return 0;
}

/* ---- outcomes ---- */

struct incompletes {
	struct incomplete *items;
	size_t count, capacity;
};

static int add_incomplete(struct run *run, struct incompletes *list, struct incomplete item,
	struct err *err)
{
	for (size_t i = 0; i < list->count; i++)
		if (text_equal(list->items[i].path, item.path) &&
			text_equal(list->items[i].reason, item.reason))
			return 0;
	if (arena_reserve(run->arena, (void **)&list->items, &list->capacity, list->count + 1,
		    sizeof(*list->items)) < 0)
		return err_nomem(err);
	list->items[list->count++] = item;
	return 0;
}

static bool ignored_by_all(const struct run *run, const struct assignment *assignment,
	struct text path)
{
	for (size_t judge = 0; judge < run->request->judge_count; judge++)
		if (assignment->judges & 1u << judge &&
			!policy_ignores(run->request->judges[judge].policy, path))
			return false;
	return true;
}

/* The path that an item is about. A blob's is the first of its places that is looked at: one that is ignored
 * must not speak for the others. False where all are ignored. */
static bool find_path(struct text *path, const struct run *run, const struct assignment *assignment,
	const struct incomplete *item)
{
	*path = item->path;
	for (uint32_t i = 0; item->blob && i < item->blob->place_count; i++) {
		*path = item->blob->places[i].path;
		if (!ignored_by_all(run, assignment, *path))
			return true;
	}
	return !ignored_by_all(run, assignment, *path);
}

static int add_error(struct run *run, struct incompletes *list, const struct err *failure,
	struct err *err)
{
	struct incomplete item = {.reason = arena_text(run->arena, text_of(failure->message)),
		.remedy = arena_text(run->arena, text_of(failure->remedy))};

	if (!item.reason.ptr || !item.remedy.ptr)
		return err_nomem(err);
	return add_incomplete(run, list, item, err);
}

static int add_overflow(struct run *run, struct incompletes *list, struct err *err)
{
	struct err many = {0};

	err_set(&many, ERR_LOOK, "there are more than %d findings", MOST_FINDINGS);
	err_remedy(&many, "remove those that are shown, and look again");
	return add_error(run, list, &many, err);
}

/* What one check came to so far. */
struct gathered {
	struct incompletes list;
	struct examined examined, own; /* own: of the assignment that is being gathered */
	struct measurements measurements;
};

static int add_task(struct run *run, const struct task *task, struct gathered *all, struct err *err)
{
	struct incompletes *list = &all->list;

	for (size_t i = 0; i < task->findings.incomplete_count; i++) {
		struct incomplete item = task->findings.incomplete[i];

		if (find_path(&item.path, run, task->assignment, &item) &&
			add_incomplete(run, list, item, err) < 0)
			return -1;
	}
	if (task->findings.overflowed && add_overflow(run, list, err) < 0)
		return -1;
	for (size_t i = 0; i < task->examined.count; i++)
		examined_add(&all->own, task->examined.items[i].name, task->examined.items[i].count);
	if (measurements_join(&all->measurements, &task->findings.measurements, run->arena, err) < 0)
		return -1;
	return task->err.kind == ERR_NONE ? 0 : add_error(run, list, &task->err, err);
}

static int add_unfinished(struct run *run, size_t unfinished, struct incompletes *list,
	struct err *err)
{
	struct err late = {0};

	if (unfinished == 0 || !atomic_load(&run->clock.stopped))
		return 0;
	err_set(&late, ERR_LOOK, "the time limit of %g s was reached before everything was examined",
		run->request->judges[0].policy->limits.time);
	err_remedy(&late, "raise limits: {time: …} in %s at the base", POLICY_PATH);
	return add_error(run, list, &late, err);
}

/* What a check counted under each of two policies is not the sum but the larger number: the blobs are the same. */
static void add_larger(struct examined *examined, const struct examined *prepared)
{
	for (size_t i = 0; i < prepared->count; i++) {
		uint64_t have = 0;

		for (size_t e = 0; e < examined->count; e++)
			if (strcmp(examined->items[e].name, prepared->items[i].name) == 0)
				have = examined->items[e].count;
		if (prepared->items[i].count > have)
			examined_add(examined, prepared->items[i].name, prepared->items[i].count - have);
	}
}

/* Everything that all assignments of one check came to. */
static int gather(struct run *run, const struct check *check, struct outcome *outcome,
	struct gathered *all, struct err *err)
{
	struct incompletes *list = &all->list;

	for (size_t i = 0; i < run->assignment_count; i++) {
		const struct assignment *assignment = &run->assignments[i];
		size_t unfinished = 0;

		if (assignment->check != check)
			continue;
		outcome->status = STATUS_CLEAN;
		all->own = assignment->prepared;
		if (assignment->err.kind != ERR_NONE &&
			add_error(run, list, &assignment->err, err) < 0)
			return -1;
		for (size_t t = 0; t < assignment->task_count; t++) {
			if (add_task(run, &assignment->tasks[t], all, err) < 0)
				return -1;
			outcome->duration_ms += assignment->tasks[t].duration_ms;
			unfinished += !assignment->tasks[t].done;
		}
		add_larger(&all->examined, &all->own);
		if (assignment->base_overflowed && add_overflow(run, list, err) < 0)
			return -1;
		if (add_unfinished(run, unfinished, list, err) < 0)
			return -1;
	}
	return 0;
}

static int compare_counters(const void *left, const void *right)
{
	return strcmp(((const struct counter *)left)->name, ((const struct counter *)right)->name);
}

/* MOST_MEASUREMENTS is of the run: checks that come first in the registry have theirs first. */
static int cut_measurements(struct run *run, struct gathered *all, struct err *err)
{
	struct measurements *own = &all->measurements;
	size_t room = MOST_MEASUREMENTS - run->measured;
	struct err many = {0};

	own->overflowed = own->overflowed || own->count > room;
	if (own->count > room)
		own->count = room;
	run->measured += own->count;
	if (!own->overflowed)
		return 0;
	err_set(&many, ERR_LOOK, "there are more than %d measurements, and the rest is not shown",
		MOST_MEASUREMENTS);
	err_remedy(&many, "name fewer tasks, metrics, flows or features in %s", POLICY_PATH);
	return add_error(run, &all->list, &many, err);
}

static int fill_outcome(struct run *run, const struct check *check, struct blobs blobs,
	struct outcome *outcome, struct err *err)
{
	struct gathered all = {0};
	struct examined *examined = &all.examined;

	outcome->check = check->name;
	outcome->status = STATUS_SKIPPED;
	outcome->reason = "";
	if (gather(run, check, outcome, &all, err) < 0 || cut_measurements(run, &all, err) < 0)
		return -1;
	outcome->incomplete = all.list.items;
	outcome->incomplete_count = all.list.count;
	outcome->measurements = all.measurements.items;
	outcome->measurement_count = all.measurements.count;
	outcome->counters = arena_array(run->arena, examined->count, sizeof(*outcome->counters));
	if (!outcome->counters)
		return err_nomem(err);
	memcpy(outcome->counters, examined->items, examined->count * sizeof(*outcome->counters));
	outcome->counter_count = examined->count;
	if (examined->count)
		qsort(outcome->counters, examined->count, sizeof(*outcome->counters), compare_counters);
	if (all.list.count)
		outcome->status = STATUS_INCOMPLETE;
	if (outcome->status == STATUS_SKIPPED)
		outcome->reason = "switched off or not asked for";
	else if (outcome->status == STATUS_CLEAN && (check->grain == PER_BLOB ? blobs.count : examined->count) == 0)
		outcome->reason = "nothing of its kind changed";
	return 0;
}

/* The outcome of "policy", which the core itself is, comes first. */
static int fill_outcomes(struct run *run, struct blobs blobs, struct err *err)
{
	struct result *result = &run->result;

	result->outcomes = arena_array(run->arena, registry.count + 1, sizeof(*result->outcomes));
	if (!result->outcomes)
		return err_nomem(err);
	result->outcomes[result->outcome_count++] = (struct outcome){.check = "policy", .reason = "",
		.status = result->finding_count ? STATUS_FINDINGS : STATUS_CLEAN};
	for (size_t i = 0; i < registry.count; i++)
		if (fill_outcome(run, registry.items[i], blobs,
			    &result->outcomes[result->outcome_count++], err) < 0)
			return -1;
	return 0;
}

/* ---- what reports need beside ---- */

static int add_task_masks(struct masks *masks, const struct task *task)
{
	for (size_t i = 0; i < task->findings.mask_count; i++)
		if (masks_add(masks, task->findings.masks[i].secret, task->findings.masks[i].shown) < 0)
			return -1;
	return 0;
}

static int add_masks(struct run *run, struct masks *masks)
{
	for (size_t i = 0; i < run->candidate_count; i++) {
		const struct finding *finding = run->candidates[i].finding;

		if (finding->is_secret &&
			masks_add(masks, finding->evidence, finding->evidence_shown) < 0)
			return -1;
	}
	for (size_t i = 0; i < run->assignment_count; i++)
		for (size_t t = 0; t < run->assignments[i].task_count; t++)
			if (add_task_masks(masks, &run->assignments[i].tasks[t]) < 0)
				return -1;
	return 0;
}

static int collect_masks(struct run *run, struct err *err)
{
	struct masks *masks = run->request->masks;

	if (!masks)
		masks = masks_new(run->arena);
	run->result.masks = masks;
	return masks && add_masks(run, masks) == 0 ? 0 : err_nomem(err);
}

static bool has_line_hash(const struct finding *finding)
{
	return finding->blob && finding->line > 0 && finding->blob->kind == BLOB_FILE;
}

/* Findings of one blob, in the order of their lines. */
static int fill_blob_hashes(struct run *run, struct finding **findings, size_t count, struct err *err)
{
	uint32_t *lines = arena_array(run->arena, count, sizeof(*lines));
	char(*hashes)[LINE_HASH] = arena_array(run->arena, count, sizeof(*hashes));
	struct reader *reader;
	struct text content;

	if (!lines || !hashes)
		return err_nomem(err);
	if (run_reader(run, 0, &reader, err) < 0 ||
		reader_blob(reader, findings[0]->blob, &content, err) < 0)
		return -1;
	/* A file with NUL bytes has no lines that GitHub would agree on. */
	if (content.len && memchr(content.ptr, '\0', content.len))
		return 0;
	for (size_t i = 0; i < count; i++)
		lines[i] = findings[i]->line;
	if (line_hashes(content, lines, count, hashes) < 0)
		return err_nomem(err);
	for (size_t i = 0; i < count; i++)
		memcpy(findings[i]->line_hash, hashes[i], sizeof(hashes[i]));
	return 0;
}

static int compare_blob_lines(const void *left, const void *right)
{
	const struct finding *a = *(struct finding *const *)left, *b = *(struct finding *const *)right;

	if (a->blob != b->blob)
		return a->blob < b->blob ? -1 : 1;
	return (a->line > b->line) - (a->line < b->line);
}

/* Each blob is read once, at however many paths it is. */
static int fill_line_hashes(struct run *run, struct err *err)
{
	size_t all = run->request->line_hashes ? run->result.finding_count : 0, count = 0, next;
	struct finding **findings = arena_array(run->arena, all, sizeof(struct finding *));

	if (!findings)
		return err_nomem(err);
	for (size_t i = 0; i < all; i++)
		if (has_line_hash(run->result.findings[i]))
			findings[count++] = run->result.findings[i];
	if (count)
		qsort(findings, count, sizeof(struct finding *), compare_blob_lines);
	for (size_t i = 0; i < count; i = next) {
		next = i + 1;
		while (next < count && findings[next]->blob == findings[i]->blob)
			next++;
		if (fill_blob_hashes(run, findings + i, next - i, err) < 0)
			return -1;
	}
	return 0;
}

/* The pipeline is that of the policy that judges as the head's. */
static int fill_hops(struct run *run, struct err *err)
{
	const struct policy *policy = run->request->judges[run->request->judge_count - 1].policy;
	struct result *result = &run->result;

	result->hops = arena_array(run->arena, policy->pipeline.count, sizeof(*result->hops));
	if (!result->hops)
		return err_nomem(err);
	for (size_t i = 0; i < policy->pipeline.count; i++)
		result->hops[result->hop_count++] = (struct hop){.name = policy->pipeline.items[i]};
	hops_lay(result);
	return 0;
}

static size_t count_ran(const struct run *run)
{
	size_t ran = 0;

	for (size_t i = 0; i < run->result.outcome_count; i++)
		ran += run->result.outcomes[i].status != STATUS_SKIPPED &&
			strcmp(run->result.outcomes[i].check, "policy") != 0;
	return ran;
}

static const char *policy_source_name(const struct run_request *request)
{
	if (request->judge_count == 2)
		return "base+head";
	if (request->judges[0].policy->builtin)
		return "builtin";
	return request->judges[0].source.directory ? "file" : "head";
}

static void describe_policy(struct run *run)
{
	const struct run_request *request = run->request;
	const struct policy *last = request->judges[request->judge_count - 1].policy;

	run->result.policy.source = policy_source_name(request);
	run->result.policy.path = last->builtin ? (struct text){"", 0} : last->name;
	if (!last->builtin)
		memcpy(run->result.policy.sha256, last->sha256, sizeof(last->sha256));
	for (size_t i = request->judge_count; i-- > 0;)
		if (request->judges[i].policy->salt.len)
			run->salt = request->judges[i].policy->salt;
}

/* What is there, what of it is known, what blocks. */
static int examine(struct run *run, struct err *err)
{
	struct blobs blobs;

	if (run_policy_changed(run, err) < 0 || run_assign(run, err) < 0 ||
		select_blobs(&blobs, run->request, run->arena, err) < 0 ||
		look(run, blobs, err) < 0 || run_collapse(run, err) < 0 || run_known(run, err) < 0)
		return -1;
	return fill_outcomes(run, blobs, err);
}

static int conduct(struct run *run, struct err *err)
{
	double started = run->request->started;

	run->result.change = run->request->change;
	describe_policy(run);
	run->clock.deadline = deadline_after(started, run->request->judges[0].policy->limits.time);
	if (examine(run, err) < 0 || run_judge(run, err) < 0 || collect_masks(run, err) < 0 ||
		fill_line_hashes(run, err) < 0 || fill_hops(run, err) < 0)
		return -1;
	verdict_decide(&run->result, count_ran(run));
	run->result.duration_ms = (clock_now() - started) * 1e3;
	return 0;
}

int run_start(struct run **out, const struct run_request *request, struct err *err)
{
	struct run *run = calloc(1, sizeof(*run));

	*out = NULL;
	if (!run)
		return err_nomem(err);
	run->request = request;
	run->threads = request->threads ? request->threads : pool_threads();
	run->arena = arena_new();
	run->readers = calloc(run->threads, sizeof(struct reader *));
	if (!run->arena || !run->readers) {
		run_free(run);
		return err_nomem(err);
	}
	if (conduct(run, err) < 0) {
		run_free(run);
		return -1;
	}
	*out = run;
	return 0;
}

const struct result *run_result(const struct run *run)
{
	return &run->result;
}

void run_free(struct run *run)
{
	if (!run)
		return;
	for (size_t i = 0; i < run->assignment_count; i++) {
		struct assignment *assignment = &run->assignments[i];

		tasks_free(assignment->tasks, assignment->task_count);
		mappings_close(&assignment->mappings);
		if (assignment->shared && assignment->check->release)
			assignment->check->release(assignment->shared);
	}
	for (unsigned i = 0; run->readers && i < run->threads; i++)
		reader_close(run->readers[i]);
	free(run->readers);
	arena_free(run->arena);
	free(run);
}
