/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "gate/registry.h"
#include "gate/run_parts.h"

struct incompletes {
	struct incomplete *items;
	size_t count, capacity;
};

static int add_incomplete(
	struct run *run, struct incompletes *list, struct incomplete item, struct err *err)
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

static bool ignored_by_all(
	const struct run *run, const struct assignment *assignment, struct text path)
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
		*path = blob_places(item->blob)[i].path->text;
		if (!ignored_by_all(run, assignment, *path))
			return true;
	}
	return !ignored_by_all(run, assignment, *path);
}

static int add_error(
	struct run *run, struct incompletes *list, const struct err *failure, struct err *err)
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
	struct examined prepared;
	struct measurements measurements;
	struct components components;
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
		examined_add(
			&all->own, task->examined.items[i].name, task->examined.items[i].count);
	if (measurements_join(&all->measurements, &task->findings.measurements, run->arena, err) <
		0)
		return -1;
	return task->err.kind == ERR_NONE ? 0 : add_error(run, list, &task->err, err);
}

static int add_unfinished(
	struct run *run, size_t unfinished, struct incompletes *list, struct err *err)
{
	struct err late = {0};

	if (unfinished == 0 || !atomic_load(&run->clock.stopped))
		return 0;
	err_set(&late, ERR_LOOK,
		"the time limit of %g s was reached before everything was examined",
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
			examined_add(
				examined, prepared->items[i].name, prepared->items[i].count - have);
	}
}

/* Of what the policy ignores nothing is listed. Where two policies judge, the inventories of both are the same: the
 * first counts. */
static int add_components(
	struct run *run, const struct task *task, struct gathered *all, struct err *err)
{
	const struct components *given = &task->findings.components;
	struct components *own = &all->components;

	if (own->count)
		return 0;
	own->items = arena_array(run->arena, given->count, sizeof(*own->items));
	if (!own->items)
		return err_nomem(err);
	for (size_t i = 0; i < given->count; i++)
		if (!ignored_by_all(run, task->assignment, given->items[i].path))
			own->items[own->count++] = given->items[i];
	own->overflowed = own->overflowed || given->overflowed;
	return 0;
}

static int note_cut_components(struct run *run, struct gathered *all, struct err *err)
{
	struct err many = {0};

	if (!all->components.overflowed)
		return 0;
	err_set(&many, ERR_LOOK,
		"there are more than %d components, and the rest is not in the inventory",
		MOST_COMPONENTS);
	err_remedy(&many, "scan the folders of the repository one by one");
	return add_error(run, &all->list, &many, err);
}

/* NOLINTNEXTLINE(readability-function-size): where from, where to, and the error */
static int add_tasks(size_t *unfinished, struct run *run, const struct assignment *assignment,
	struct outcome *outcome, struct gathered *all, struct err *err)
{
	*unfinished = 0;
	for (size_t i = 0; i < assignment->task_count; i++) {
		const struct task *task = &assignment->tasks[i];

		if (add_task(run, task, all, err) < 0 || add_components(run, task, all, err) < 0)
			return -1;
		outcome->duration_ms += task->duration_ms;
		*unfinished += !task->done;
	}
	return 0;
}

/* Everything that all assignments of one check came to. */
static int gather(struct run *run, const struct check *check, struct outcome *outcome,
	struct gathered *all, struct err *err)
{
	struct incompletes *list = &all->list;

	for (size_t i = 0; i < run->assignment_count; i++) {
		const struct assignment *assignment = &run->assignments[i];
		size_t unfinished;

		if (assignment->check != check)
			continue;
		outcome->status = STATUS_CLEAN;
		all->own = assignment->prepared;
		add_larger(&all->prepared, &assignment->prepared);
		if (assignment->err.kind != ERR_NONE &&
			add_error(run, list, &assignment->err, err) < 0)
			return -1;
		if (add_tasks(&unfinished, run, assignment, outcome, all, err) < 0)
			return -1;
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

static int fill_counters(struct counter **out, size_t *count, const struct examined *examined,
	struct arena *arena, struct err *err)
{
	*out = arena_array(arena, examined->count, sizeof(**out));
	if (!*out)
		return err_nomem(err);
	memcpy(*out, examined->items, examined->count * sizeof(**out));
	*count = examined->count;
	if (*count)
		qsort(*out, *count, sizeof(**out), compare_counters);
	return 0;
}

int incompletes_compare(const void *left, const void *right)
{
	const struct incomplete *a = left, *b = right;
	int order = text_compare(a->path, b->path);

	return order ? order : text_compare(a->reason, b->reason);
}

/* Which shard met an item first is not to be seen. */
static void sort_incompletes(const struct check *check, struct incompletes *list)
{
	if (check->grain == PER_BLOB && list->count)
		qsort(list->items, list->count, sizeof(*list->items), incompletes_compare);
}

/* A check that did not run here. */
static int explain_skipped(
	struct run *run, const char *check, bool wanted, struct outcome *outcome, struct err *err)
{
	const struct shard *shard = &run->request->shard;

	outcome->reason = "switched off or not asked for";
	if (!wanted)
		return 0;
	outcome->elsewhere = true;
	outcome->reason = arena_printf(run->arena, "shard %u of %u looks at it",
		shard_owner(check, shard->count), shard->count);
	return outcome->reason ? 0 : err_nomem(err);
}

static bool wanted(const struct run *run, const struct check *check)
{
	for (size_t judge = 0; judge < run->request->judge_count; judge++)
		if (run_setting(run, check, judge))
			return true;
	return false;
}

static int fill_lists(
	struct outcome *outcome, const struct run *run, struct gathered *all, struct err *err)
{
	outcome->incomplete = all->list.items;
	outcome->incomplete_count = all->list.count;
	outcome->measurements = all->measurements.items;
	outcome->measurement_count = all->measurements.count;
	outcome->components = all->components.items;
	outcome->component_count = all->components.count;
	if (fill_counters(&outcome->counters, &outcome->counter_count, &all->examined, run->arena,
		    err) < 0)
		return -1;
	return fill_counters(
		&outcome->prepared, &outcome->prepared_count, &all->prepared, run->arena, err);
}

static int settle(struct run *run, const struct check *check, size_t examined,
	struct outcome *outcome, struct err *err)
{
	outcome->has_components = run->request->components && check->gives_components &&
				  outcome->status != STATUS_SKIPPED;
	if (outcome->incomplete_count)
		outcome->status = STATUS_INCOMPLETE;
	if (outcome->status == STATUS_SKIPPED)
		return explain_skipped(run, check->name, wanted(run, check), outcome, err);
	if (outcome->status == STATUS_CLEAN && examined == 0)
		outcome->reason = "nothing of its kind changed";
	return 0;
}

static int fill_outcome(struct run *run, const struct check *check, struct blobs blobs,
	struct outcome *outcome, struct err *err)
{
	struct gathered all = {0};

	outcome->check = check->name;
	outcome->status = STATUS_SKIPPED;
	outcome->reason = "";
	if (gather(run, check, outcome, &all, err) < 0 || cut_measurements(run, &all, err) < 0 ||
		note_cut_components(run, &all, err) < 0)
		return -1;
	sort_incompletes(check, &all.list);
	if (fill_lists(outcome, run, &all, err) < 0)
		return -1;
	return settle(run, check, check->grain == PER_BLOB ? blobs.count : all.examined.count,
		outcome, err);
}

static int fill_policy_outcome(struct run *run, struct outcome *outcome, struct err *err)
{
	*outcome = (struct outcome){.check = "policy",
		.reason = "",
		.status = run->result.finding_count ? STATUS_FINDINGS : STATUS_CLEAN};
	if (!shard_leaves(&run->request->shard, outcome->check))
		return 0;
	outcome->status = STATUS_SKIPPED;
	return explain_skipped(run, outcome->check, true, outcome, err);
}

int run_outcomes(struct run *run, struct blobs blobs, struct err *err)
{
	struct result *result = &run->result;

	result->outcomes = arena_array(run->arena, registry.count + 1, sizeof(*result->outcomes));
	if (!result->outcomes)
		return err_nomem(err);
	if (fill_policy_outcome(run, &result->outcomes[result->outcome_count++], err) < 0)
		return -1;
	for (size_t i = 0; i < registry.count; i++)
		if (fill_outcome(run, registry.items[i], blobs,
			    &result->outcomes[result->outcome_count++], err) < 0)
			return -1;
	return 0;
}
