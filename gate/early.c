/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/early.h"

#include <string.h>

#include "gate/registry.h"
#include "gate/step.h"

struct early {
	const struct check_setting *setting;
	struct run_clock clock; /* of what is prepared */
	void *shared;           /* NULL: taken */
	struct examined prepared;
};

static const struct check_setting *choose(
	const struct policy *policy, const char *const *only, size_t only_count)
{
	for (size_t i = 0; i < policy->check_count; i++)
		if (policy->checks[i].enabled && policy->checks[i].check->is_quiet &&
			check_is_asked_for(policy->checks[i].check, only, only_count))
			return &policy->checks[i];
	return NULL;
}

static int prepare(struct early *early, const struct policy_source *source, struct arena *arena)
{
	struct findings findings = {0};
	struct job_core core = {.clock = &early->clock, .policy = source};
	struct check_job job = {.options = early->setting->options,
		.arena = arena,
		.findings = &findings,
		.examined = &early->prepared,
		.core = &core};
	struct err ignored = {0};

	return early->setting->check->prepare(&job, &early->shared, &ignored);
}

struct early *early_start(const struct judge *judge, const char *const *only, size_t only_count,
	double started, struct arena *arena)
{
	const struct check_setting *setting = choose(judge->policy, only, only_count);
	struct early *early = setting ? arena_alloc(arena, sizeof(*early)) : NULL;

	if (!early)
		return NULL;
	early->setting = setting;
	early->clock.deadline = deadline_after(started, judge->policy->limits.time);
	return prepare(early, &judge->source, arena) == 0 ? early : NULL;
}

bool early_is_quiet(const void *self, const struct oid *commit, struct text raw)
{
	const struct early *early = self;
	bool is_quiet;

	step_check(early->setting->check->name);
	step_blob(commit);
	is_quiet = early->setting->check->is_quiet(early->shared, raw);
	step_check(NULL);
	return is_quiet;
}

bool early_take(struct early *early, struct assignment *assignment, const char *digest)
{
	if (!early || !early->shared || assignment->check != early->setting->check ||
		strcmp(digest, early->setting->digest) != 0)
		return false;
	assignment->shared = early->shared;
	assignment->prepared = early->prepared;
	assignment->was_asked = true;
	early->shared = NULL;
	return true;
}

void early_end(struct early *early)
{
	if (early && early->shared && early->setting->check->release)
		early->setting->check->release(early->shared);
}
