/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/judge.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "checks/secrets/conceal.h"
#include "gate/ahead.h"
#include "gate/base/pool.h"
#include "gate/early.h"
#include "gate/verbs/cut_short.h"
#include "gate/verbs/policies.h"
#include "gate/verbs/reports.h"

int worse_exit(int a, int b)
{
	static const int order[] = {4, 2, 3, 1};

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (a == order[i] || b == order[i])
			return order[i];
	return 0;
}

/* The policy's memory limit counts what the process itself takes, not mapped packs. */
static void limit_memory(uint64_t bytes)
{
	struct rlimit limit = {.rlim_cur = bytes, .rlim_max = RLIM_INFINITY};

	if (bytes && getrlimit(RLIMIT_DATA, &limit) == 0) {
		limit.rlim_cur = bytes;
		setrlimit(RLIMIT_DATA, &limit);
	}
}

/* So that what is wrong can be said: an error is looked through for keys, which takes memory. */
static void lift_memory_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_DATA, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_DATA, &limit);
	}
}

static int out_of_limit(const struct policies *policies, struct err *err)
{
	uint64_t limit = policies->judges[0].policy->limits.memory;

	if (err->kind != ERR_INTERNAL || limit == 0 || strcmp(err->message, "out of memory") != 0)
		return -1;
	lift_memory_limit();
	*err = (struct err){0};
	err_set(err, ERR_LOOK, "the memory limit of the policy (%llu bytes) was reached",
		(unsigned long long)limit);
	return err_remedy(err, "raise limits: {memory: …} in %s at the base", POLICY_PATH);
}

static int check_names(
	const struct judging *judging, const struct policies *policies, struct err *err)
{
	for (size_t i = 0; i < judging->checks.count; i++) {
		const char *name = judging->checks.items[i];
		bool found = false, enabled = false;
		const char *names[64];
		const struct policy *policy = policies->judges[0].policy;

		for (size_t c = 0; c < policy->check_count; c++) {
			names[c] = policy->checks[c].check->name;
			found = found || strcmp(names[c], name) == 0;
			for (size_t j = 0; j < policies->count; j++)
				if (strcmp(names[c], name) == 0)
					enabled = enabled ||
						  policies->judges[j].policy->checks[c].enabled;
		}
		if (!found)
			return verb_unknown_word("check", name, names, policy->check_count, err);
		if (!enabled)
			return err_set(err, ERR_USAGE,
				"nothing is configured for --check %s: the policy switches it off",
				name);
	}
	return 0;
}

/* Messages and paths that other shards look at: this one may print them too. */
static int mask_words(struct run_request *request, struct arena *arena, struct err *err)
{
	const struct change *change = request->change;
	struct text *texts = arena_array(arena, change->blob_count, sizeof(*texts));
	size_t count = 0;

	if (!texts)
		return err_nomem(err);
	for (size_t i = 0; i < change->blob_count; i++)
		if (blob_text(&change->blobs[i]).len)
			texts[count++] = blob_text(&change->blobs[i]);
	return conceal(request->masks, texts, count, arena, err);
}

/* Reports print out of policies (waivers, edits, names of rules files) and names of revisions, which are no
 * blobs of the change. */
static int mask_names(struct run_request *request, const struct policies *policies,
	struct arena *arena, struct err *err)
{
	const struct change *change = request->change;
	const struct text texts[] = {change->base_name, change->head_name, change->label,
		policies->base.text, policies->head.text, policies->before.text};

	request->masks = masks_new(arena);
	if (!request->masks)
		return err_nomem(err);
	if (conceal(request->masks, texts, sizeof(texts) / sizeof(texts[0]), arena, err) < 0)
		return -1;
	return shard_is_part(&request->shard) ? mask_words(request, arena, err) : 0;
}

static int check_reports(struct wanteds *wanteds, const struct judging *judging, struct err *err)
{
	if (reports_wanted(wanteds, judging, err) < 0 ||
		reports_check_shard(wanteds, &judging->part, err) < 0)
		return -1;
	return reports_check_tree(wanteds, judging, err);
}

static void fill_request(struct run_request *request, const struct judging *judging,
	const struct policies *policies, const struct wanteds *wanteds)
{
	request->judges = policies->judges;
	request->judge_count = policies->count;
	request->before = policies->compare_with;
	request->only = judging->checks.items;
	request->only_count = judging->checks.count;
	request->threads = judging->jobs;
	request->components =
		judging->whole_tree && (judging->checks.count || reports_want_components(wanteds));
	request->line_hashes = judging->part.is_asked || reports_want_line_hashes(wanteds);
	request->today = time(NULL) / 86400;
}

static int conduct(const struct call *call, const struct judging *judging,
	struct run_request *request, struct err *err)
{
	struct policies *policies = arena_alloc(call->arena, sizeof(*policies));
	struct wanteds wanteds;
	struct run *run = NULL;
	int code;

	if (!policies)
		return err_nomem(err);
	if (check_reports(&wanteds, judging, err) < 0 ||
		policies_read(policies, call, judging, request->repo, request->change, err) < 0 ||
		check_names(judging, policies, err) < 0)
		return -1;
	request->shard = judging->part;
	if (mask_names(request, policies, call->arena, err) < 0)
		return -1;
	fill_request(request, judging, policies, &wanteds);
	if (policies->note.len)
		fprintf(stderr, "seamgate: %.*s\n", (int)policies->note.len, policies->note.ptr);
	limit_memory(policies->judges[0].policy->limits.memory);
	cut_short_after(policies->judges[0].policy->limits.time);
	code = run_start(&run, request, err);
	cut_short_after(0);
	progress_stop(request->progress);
	if (code < 0)
		return out_of_limit(policies, err);
	code = judging->take ? judging->take(judging->context, run_result(run), err)
			     : reports_write(call, judging, &wanteds, run_result(run), err);
	run_free(run);
	return code;
}

/* A terminal that can be drawn on gets a bar, a log a line now and then. */
static void show_progress(
	struct progress *progress, const struct call *call, const struct judging *judging)
{
	const char *term = environment_get(&call->env, "TERM");
	bool draws = isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
	const struct progress_style style = {.fd = STDERR_FILENO,
		.is_terminal = draws,
		.first = draws ? 0.5 : 10,
		.every = draws ? 0.1 : 10};

	if (!judging->quiet)
		progress_start(progress, &style);
}

struct reading {
	const struct call *call;
	const struct judging *judging;
	struct repo *repo;
	const struct range *range;
	double started;
	struct ahead *ahead;
	struct early *early;
};

/* A shard may leave the check to another. */
static void begin_ahead(struct reading *reading, const struct policy *policy, unsigned threads)
{
	const struct words *only = &reading->judging->checks;

	if (reading->range->tree_only && threads > 1 && !shard_is_part(&reading->judging->part))
		reading->ahead = ahead_start(
			reading->repo, &reading->range->head, policy, only->items, only->count);
}

static void begin_early(struct reading *reading, const struct judge *judge, struct range *range)
{
	const struct words *only = &reading->judging->checks;

	if (!range->leaves_contents)
		return;
	reading->early = early_start(
		judge, only->items, only->count, reading->started, reading->call->arena);
	range->is_quiet = reading->early ? early_is_quiet : NULL;
	range->self = reading->early;
}

/* A change can have any number of commits and trees: its reading counts already. */
static int read_in_time(struct change *out, struct reading *reading, struct err *err)
{
	struct range range = *reading->range;
	struct judge judge;
	int code;

	if (policies_first(&judge, reading->call, reading->judging, reading->repo, reading->range,
		    err) < 0)
		return -1;
	repo_limit_time(reading->repo, reading->started, judge.policy->limits.time);
	cut_short_after(judge.policy->limits.time);
	range.threads = reading->judging->jobs ? reading->judging->jobs : pool_threads();
	begin_ahead(reading, judge.policy, range.threads);
	begin_early(reading, &judge, &range);
	code = change_read(out, reading->repo, &range, reading->call->arena, err);
	cut_short_after(0);
	return code;
}

int judge_range(const struct call *call, const struct judging *judging, struct repo *repo,
	const struct range *range, struct err *err)
{
	struct change *change = arena_alloc(call->arena, sizeof(*change));
	struct progress progress = {0};
	struct run_request request = {
		.change = change, .repo = repo, .started = clock_now(), .progress = &progress};
	struct reading reading = {call, judging, repo, range, request.started, NULL, NULL};
	int code;

	if (!change)
		return err_nomem(err);
	show_progress(&progress, call, judging);
	code = read_in_time(change, &reading, err);
	request.ahead = reading.ahead;
	request.early = reading.early;
	if (code == 0)
		code = conduct(call, judging, &request, err);
	ahead_end(reading.ahead);
	early_end(reading.early);
	progress_stop(&progress);
	return code;
}

int judge_directory(
	const struct call *call, const struct judging *judging, const char *path, struct err *err)
{
	struct change *change = arena_alloc(call->arena, sizeof(*change));
	struct progress progress = {0};
	struct run_request request = {
		.change = change, .directory = path, .started = clock_now(), .progress = &progress};
	struct deadline deadline;
	struct judge judge;
	int code;

	if (!change)
		return err_nomem(err);
	if (policies_first(&judge, call, judging, NULL, NULL, err) < 0)
		return -1;
	show_progress(&progress, call, judging);
	deadline = deadline_after(request.started, judge.policy->limits.time);
	code = change_read_directory(change, path, &deadline, call->arena, err);
	if (code == 0)
		code = conduct(call, judging, &request, err);
	progress_stop(&progress);
	return code;
}
