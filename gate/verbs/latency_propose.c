/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/latency_propose.h"

#include <string.h>

#include "checks/latency/propose.h"
#include "gate/job.h"
#include "gate/policy/policy.h"

/* What stands behind the one job that there is. */
struct proposal {
	const struct call *call;
	struct change change;
	struct policy policy;
	struct reader *reader;
	struct findings findings;
	struct examined examined;
	struct mappings mappings;
};

static const void *find_options(const struct policy *policy)
{
	for (size_t i = 0; i < policy->check_count; i++)
		if (strcmp(policy->checks[i].check->name, "latency") == 0)
			return policy->checks[i].options;
	return NULL;
}

static int read_policy(struct proposal *proposal, const char *revision, struct err *err)
{
	struct arena *arena = proposal->call->arena;
	const char *name = arena_printf(arena, "%s at %s", POLICY_PATH, revision);
	struct text text;
	bool found;

	if (!name)
		return err_nomem(err);
	if (reader_file(proposal->reader, &proposal->change.head, text_of(POLICY_PATH), &text,
		    &found, arena, err) < 0)
		return -1;
	if (found)
		return policy_read(&proposal->policy, text, name, arena, err);
	err_set(err, ERR_USAGE, "there is no %s", name);
	return err_remedy(err, "name files instead: seamgate latency suggest FORMAT FILE...");
}

/* The first of what could not be read stands for all. */
static int finish(const struct proposal *proposal, size_t proposed, struct err *err)
{
	const struct incomplete *item = proposal->findings.incomplete;

	if (proposal->findings.failed)
		return err_nomem(err);
	if (proposal->findings.incomplete_count) {
		err_set(err, ERR_LOOK, "%s", item->reason.ptr);
		return err_remedy(err, "%s", item->remedy.ptr);
	}
	if (proposed)
		return 0;
	err_set(err, ERR_LOOK, "no flow of the policy has a report");
	return err_remedy(
		err, "measure first, or name files: seamgate latency suggest FORMAT FILE...");
}

static int propose(struct proposal *proposal, struct buffer *yaml, struct err *err)
{

	struct policy_source source = {.commit = proposal->change.head};
	struct job_core core = {.reader = proposal->reader,

		.policy = &source,
		.mappings = &proposal->mappings};
	struct check_job job = {.change = &proposal->change,
		.options = find_options(&proposal->policy),
		.arena = proposal->call->arena,
		.findings = &proposal->findings,
		.examined = &proposal->examined,
		.core = &core};
	size_t proposed = 0;

	if (!job.options)
		return err_set(err, ERR_USAGE, "the policy has no check latency");
	if (propose_flows(&job, yaml, &proposed, err) < 0)
		return -1;
	return finish(proposal, proposed, err);
}

static int open_and_propose(struct proposal *proposal, struct repo *repo, const char *revision,
	struct buffer *yaml, struct err *err)
{
	if (repo_resolve(repo, text_of(revision), &proposal->change.head, NULL, err) < 0 ||
		reader_open(&proposal->reader, repo, NULL, NULL, err) < 0)
		return -1;
	if (read_policy(proposal, revision, err) < 0)
		return -1;
	return propose(proposal, yaml, err);
}

int latency_propose(
	const struct call *call, const char *revision, struct buffer *yaml, struct err *err)
{
	struct proposal proposal = {.call = call};
	struct repo *repo;
	int done;

	if (repo_open(&repo, NULL, err) < 0)
		return -1;
	done = open_and_propose(&proposal, repo, revision, yaml, err);
	mappings_close(&proposal.mappings);
	reader_close(proposal.reader);
	repo_close(repo);
	return done;
}
