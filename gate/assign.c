/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "gate/ahead.h"
#include "gate/early.h"
#include "gate/registry.h"
#include "gate/run_parts.h"

const struct check_setting *run_setting(
	const struct run *run, const struct check *check, size_t judge)
{
	const struct policy *policy = run->request->judges[judge].policy;

	if (!check_is_asked_for(check, run->request->only, run->request->only_count))
		return NULL;
	for (size_t i = 0; i < policy->check_count; i++)
		if (policy->checks[i].check == check)
			return policy->checks[i].enabled ? &policy->checks[i] : NULL;
	return NULL;
}

bool run_leaves(const struct run *run, const struct check *check)
{
	return check->grain == WHOLE_CHANGE && shard_leaves(&run->request->shard, check->name);
}

/* Two policies with equal options share the work only where the files that they name are equal too. */
static int same_files(bool *same, struct run *run, const struct policy_reads *reads,
	const struct policy_source *source, struct err *err)
{
	struct reader *reader;

	*same = reads->count == 0;
	if (*same || source->directory)
		return 0;
	if (run_reader(run, 0, &reader, err) < 0)
		return -1;
	for (size_t i = 0; i < reads->count; i++) {
		struct oid oid = {{0}};
		uint32_t mode;

		if (reader_lookup(reader, &source->commit, reads->items[i].path, &oid, &mode, err) <
			0)
			return -1;
		if (!oid_equal(&oid, &reads->items[i].oid))
			return 0;
	}
	*same = true;
	return 0;
}

static bool may_run(const struct run_request *request, unsigned judges)
{
	for (size_t i = 0; i < request->judge_count; i++)
		if (judges & 1u << i && request->judges[i].may_run)
			return true;
	return false;
}

struct job_core assignment_core(struct run *run, const struct assignment *assignment)
{
	const struct run_request *request = run->request;
	const struct policy *head = request->judges[request->judge_count - 1].policy;

	return (struct job_core){.clock = &run->clock,
		.policy = assignment->source,
		.threads = run->threads,
		.ahead = ahead_check(request->ahead) == assignment->check ? request->ahead : NULL,
		.wants_components = request->components,
		.base_asks = request->judge_count == 2 && assignment->judges & 1u,
		.head_asks = request->judge_count < 2 || assignment->judges & 2u,
		.may_run = may_run(request, assignment->judges),
		.was_asked = assignment->was_asked,
		.head_sha256 = head->builtin ? NULL : head->sha256};
}

static int prepare(struct run *run, struct assignment *assignment, struct err *err)
{
	struct findings findings = {0};
	struct job_core core = assignment_core(run, assignment);
	struct check_job job = {.change = run->request->change,
		.options = assignment->options,
		.arena = run->arena,
		.findings = &findings,
		.examined = &assignment->prepared,
		.core = &core};

	if (!assignment->check->prepare)
		return 0;
	core.reads = &assignment->reads;
	core.repo = run->request->repo;
	core.mappings = &assignment->mappings;
	if (run_reader(run, 0, &core.reader, err) < 0)
		return -1;
	return assignment->check->prepare(&job, &assignment->shared, err);
}

/* The assignment of the same check with the same options and files, or NULL. */
static int shareable(struct assignment **out, struct run *run, const struct check_setting *setting,
	size_t judge, struct err *err)
{
	struct assignment *last =
		run->assignment_count ? &run->assignments[run->assignment_count - 1] : NULL;
	const struct check_setting *other;
	bool same = false;

	*out = NULL;
	if (!last || last->check != setting->check)
		return 0;
	other = run_setting(run, setting->check, 0);
	if (!other || strcmp(other->digest, setting->digest) != 0)
		return 0;
	if (same_files(&same, run, &last->reads, &run->request->judges[judge].source, err) < 0)
		return -1;
	if (same)
		*out = last;
	return 0;
}

static int assign(struct run *run, const struct check *check, size_t judge, struct err *err)
{
	const struct check_setting *setting = run_setting(run, check, judge);
	struct assignment *assignment;

	if (!setting || run_leaves(run, check))
		return 0;
	if (shareable(&assignment, run, setting, judge, err) < 0)
		return -1;
	if (assignment) {
		assignment->judges |= 1u << judge;
		return 0;
	}
	assignment = &run->assignments[run->assignment_count++];
	assignment->check = check;
	assignment->options = setting->options;
	assignment->source = &run->request->judges[judge].source;
	assignment->judges = 1u << judge;
	if (early_take(run->request->early, assignment, setting->digest) ||
		prepare(run, assignment, &assignment->err) == 0 || assignment->err.kind == ERR_LOOK)
		return 0;
	*err = assignment->err;
	return -1;
}

/* Rules of the team's own files that are in force under a judge. *all: every check that can have such is on. */
static int own_rules(struct rules *out, bool *all, struct run *run, size_t judge, struct err *err)
{
	struct rule *items = NULL;
	size_t capacity = 0;

	*out = (struct rules){0};
	*all = true;
	for (size_t i = 0; i < registry.count; i++)
		*all = *all && (!registry.items[i]->own_rules ||
				       run_setting(run, registry.items[i], judge));
	for (size_t i = 0; i < run->assignment_count; i++) {
		const struct assignment *assignment = &run->assignments[i];
		const struct rules *own;

		if (!(assignment->judges & 1u << judge) || !assignment->check->own_rules)
			continue;
		if (assignment->err.kind != ERR_NONE) {
			*all = false;
			continue;
		}
		own = assignment->check->own_rules(assignment->shared);
		if (arena_reserve(run->arena, (void **)&items, &capacity, out->count + own->count,
			    sizeof(*items)) < 0)
			return err_nomem(err);
		if (own->count)
			memcpy(items + out->count, own->items, own->count * sizeof(*items));
		out->count += own->count;
	}
	out->items = items;
	return 0;
}

/* Rule ids that a policy names must exist. They cannot be told where the check that would load a team's rules is off. */
static int check_rule_names(struct run *run, struct err *err)
{
	for (size_t judge = 0; judge < run->request->judge_count; judge++) {
		struct rules own;
		bool all;

		if (own_rules(&own, &all, run, judge, err) < 0)
			return -1;
		if (all && policy_check_rules(run->request->judges[judge].policy, &own, err) < 0)
			return -1;
	}
	return 0;
}

int run_assign(struct run *run, struct err *err)
{
	const struct run_request *request = run->request;

	run->assignments =
		arena_array(run->arena, registry.count * MOST_JUDGES, sizeof(*run->assignments));
	if (!run->assignments)
		return err_nomem(err);
	for (size_t i = 0; i < registry.count; i++)
		for (size_t judge = 0; judge < request->judge_count; judge++)
			if (assign(run, registry.items[i], judge, err) < 0)
				return -1;
	return check_rule_names(run, err);
}
