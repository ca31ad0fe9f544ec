/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/run.h"

#include <stdlib.h>

#include <string.h>
#include <time.h>

#include "gate/base/pool.h"
#include "gate/report/report.h"
#include "gate/run_parts.h"
#include "gate/sizes.h"

static bool is_marked(const struct run *run, const struct finding *finding)
{
	return finding->mark.words.len &&
	       !mark_fault(&finding->mark, run->request->change->is_scan, run->request->today);
}

static int add_candidates(struct run *run, const struct assignment *assignment,
	struct findings *findings, struct err *err)
{
	for (size_t i = 0; i < findings->count; i++) {
		struct candidate candidate = {.finding = &findings->items[i],
			.assignment = assignment,
			.judges = assignment->judges,
			.unmarked = is_marked(run, &findings->items[i]) ? 0 : assignment->judges};

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

static uint64_t blobs_bytes(struct blobs blobs)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < blobs.count; i++)
		bytes += blob_size(blobs_at(blobs, i));
	return bytes;
}

/* The tasks of all checks; the progress of those that look at blobs is told in bytes, or in blobs where nobody knows how large they are. */
static int cut_tasks(struct run *run, struct task_list *list, struct blobs blobs, struct err *err)
{
	bool is_unmeasured = run->request->change->is_unmeasured;
	uint64_t work = is_unmeasured ? blobs.count : blobs_bytes(blobs), total = 0;

	for (size_t i = 0; i < run->assignment_count; i++) {
		struct assignment *assignment = &run->assignments[i];

		if (assignment->err.kind != ERR_NONE)
			continue;
		if (tasks_cut(&assignment->tasks, &assignment->task_count, assignment, blobs,
			    run->arena, run->threads, err) < 0 ||
			tasks_add(list, assignment->tasks, assignment->task_count, run->arena,
				err) < 0)
			return -1;
		total += assignment->check->grain == PER_BLOB ? work : 0;
	}
	progress_total(
		run->request->progress, total, is_unmeasured ? PROGRESS_BLOBS : PROGRESS_BYTES);
	return 0;
}

/* All checks at once: one that is a single task leaves the other threads to the others. */
static int look(struct run *run, struct blobs blobs, struct err *err)
{
	struct task_list list = {0};

	if (run->request->only_prepare)
		return 0;
	if (cut_tasks(run, &list, blobs, err) < 0 || tasks_run(run, &list, err) < 0)
		return -1;
	for (size_t i = 0; i < list.count; i++)
		if (add_candidates(run, list.items[i]->assignment, &list.items[i]->findings, err) <
			0)
			return -1;
	return 0;
}

/* ---- what reports need beside ---- */

static int add_task_masks(struct masks *masks, const struct task *task)
{
	for (size_t i = 0; i < task->findings.mask_count; i++)
		if (masks_add(masks, task->findings.masks[i].secret,
			    task->findings.masks[i].shown) < 0)
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
static int fill_blob_hashes(
	struct run *run, struct finding **findings, size_t count, struct err *err)
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
	const struct finding *a = *(struct finding *const *)left,
			     *b = *(struct finding *const *)right;

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

/* Before anything is read. */
static int start_sizes(struct run *run, struct err *err)
{
	if (!run->request->change->is_unmeasured)
		return 0;
	run->clock.sizes = sizes_new(run->request->change, run->arena);
	return run->clock.sizes ? 0 : err_nomem(err);
}

static int sum_sizes(struct run *run, struct err *err)
{
	struct reader *reader;

	if (!run->clock.sizes)
		return 0;
	if (run_reader(run, 0, &reader, err) < 0)
		return -1;
	run->sized = *run->request->change;
	run->sized.bytes = sizes_sum(run->clock.sizes, reader);
	run->result.change = &run->sized;
	return 0;
}

/* Looks at the blobs of this shard; sizes that nobody knew are known then. */
static int look_and_measure(struct run *run, struct blobs blobs, struct err *err)
{
	return start_sizes(run, err) < 0 || look(run, blobs, err) < 0 ? -1 : sum_sizes(run, err);
}

/* What is there, what of it is known, what blocks. */
static int examine(struct run *run, struct err *err)
{
	struct blobs all, own;

	if (run_policy_changed(run, err) < 0 || run_assign(run, err) < 0 ||
		run_select(&all, run->request, run->arena, err) < 0 || run_plan(run, all, err) < 0)
		return -1;
	own = all;
	if (shard_cut(&own, &run->request->shard, run->arena, err) < 0)
		return -1;
	run->result.shard.whole = shard_work(all);
	run->result.shard.own = shard_work(own);
	if (look_and_measure(run, own, err) < 0 || run_collapse(run, err) < 0 ||
		run_known(run, err) < 0)
		return -1;
	return run_outcomes(run, all, err);
}

static int conduct(struct run *run, struct err *err)
{
	double started = run->request->started;

	run->result.change = run->request->change;
	run->result.shard = run->request->shard;
	run->clock.progress = run->request->progress;
	run->clock.now = (double)time(NULL);
	describe_policy(run);
	run->clock.deadline = deadline_after(started, run->request->judges[0].policy->limits.time);
	if (examine(run, err) < 0 || run_judge(run, err) < 0 || collect_masks(run, err) < 0 ||
		fill_line_hashes(run, err) < 0 || fill_hops(run, err) < 0)
		return -1;
	verdict_decide(&run->result, verdict_ran(&run->result));
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
