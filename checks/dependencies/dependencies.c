/* SPDX-License-Identifier: Apache-2.0
 *
 * The check "dependencies": every pin that the change adds or edits, read from its file and compared with the
 * base's. Grain: the whole change, so that nothing depends on how it is cut into commits.
 */
#include <string.h>

#include "checks/dependencies/hosts.h"
#include "checks/dependencies/inventory.h"
#include "checks/dependencies/judging.h"
#include "checks/dependencies/proof/hashed_ahead.h"
#include "checks/dependencies/proof/proof.h"
#include "checks/dependencies/subjects.h"

static const struct option options[] = {
	{.key = "allow_hosts",
		.type = OPTION_STRINGS,
		.offset = offsetof(struct dependencies_options, allow_hosts),
		.help = "Hosts that packages may come from beside those that the base's files "
			"name: \"host\", "
			"\"host:port\" or \"*.host\".",
		.loosens = LOOSENS_MORE},
	{.key = "caches",
		.type = OPTION_BOOL,
		.offset = offsetof(struct dependencies_options, caches),
		.fallback = "true",
		.help = "Whether artifacts are looked for in the package managers' caches of this "
			"machine "
			"too, to hold them to their pins.",
		.loosens = LOOSENS_LOWER},
	{.key = NULL},
};

typedef int subject_rule(struct judging *judging, const struct subject *subject, struct err *err);
typedef int change_rule(struct judging *judging, struct err *err);

#define RULE(name) judge_##name,
#define CHANGE_RULE(name)
static subject_rule *const subject_rules[] = {
#include "checks/dependencies/rules.def"
};
#undef RULE
#undef CHANGE_RULE

#define RULE(name)
#define CHANGE_RULE(name) judge_##name,
static change_rule *const change_rules[] = {
#include "checks/dependencies/rules.def"
	NULL,
};
#undef RULE
#undef CHANGE_RULE

static int learn_hosts(struct judging *judging, struct subjects *subjects, struct err *err)
{
	const struct text_list *allowed = &judging->options->allow_hosts;

	if (hosts_new(&judging->hosts, judging->job->arena, err) < 0)
		return -1;
	for (size_t i = 0; i < allowed->count; i++)
		if (hosts_allow(judging->hosts, allowed->items[i], err) < 0)
			return -1;
	for (size_t i = 0; i < subjects->count && !job_stopped(judging->job); i++) {
		struct subject *subject = &subjects->items[i];

		if (subject_read_base(subject, judging->job, err) < 0)
			return -1;
		if (subject->base.is_there &&
			hosts_learn(judging->hosts, subject->format, &subject->base.lock, err) < 0)
			return -1;
	}
	return 0;
}

/* Entries that a file did not have before. */
static size_t count_new(const struct subject *subject)
{
	size_t count = 0;

	for (size_t i = 0; subject->base.is_there && i < subject->pairs.count; i++) {
		const struct pair *pair = &subject->pairs.items[i];

		for (size_t h = 0; h < pair->head_count; h++)
			if (!(pair->head[h]->flags & PIN_AGAIN) &&
				(pair->base_count == 0 ||
					(pair->head[h]->flags & PIN_REFERENCE &&
						!pin_is_unchanged(pair, pair->head[h]))))
				count++;
	}
	return count;
}

static int judge_subject(struct judging *judging, struct subject *subject,
	struct inventory *inventory, struct err *err)
{
	if (subject_read_head(subject, judging->job, err) < 0)
		return -1;
	if (!subject->head.is_there)
		return 0;
	if (subject_pair(subject, err) < 0)
		return -1;
	check_examined(judging->job, "files", 1);
	check_examined(judging->job, "pins", subject->head.lock.pins.count);
	check_examined(judging->job, "new pins", count_new(subject));
	for (size_t i = 0; i < sizeof(subject_rules) / sizeof(subject_rules[0]); i++)
		if (subject_rules[i](judging, subject, err) < 0)
			return -1;
	return judging_close(judging, err) < 0 ? -1 : inventory_add(inventory, subject, err);
}

static void forget(struct subject *subject)
{
	arena_free(subject->arena);
	subject->arena = NULL;
}

static int judge(struct judging *judging, struct subjects *subjects, struct err *err)
{
	struct inventory *inventory;

	if (learn_hosts(judging, subjects, err) < 0 ||
		inventory_new(&inventory, judging->job, err) < 0)
		return -1;
	for (size_t i = 0; i < subjects->count && !job_stopped(judging->job); i++) {
		if (judge_subject(judging, &subjects->items[i], inventory, err) < 0)
			return -1;
		forget(&subjects->items[i]);
	}
	for (size_t i = 0; change_rules[i]; i++)
		if (change_rules[i](judging, err) < 0)
			return -1;
	return inventory_close(inventory, judging->proving, err);
}

static int run(const struct check_job *job, struct err *err)
{
	struct judging judging = {.job = job, .options = job->options};
	struct subjects subjects = {0};
	int done = proving_begin(&judging, err);

	keys_start(&judging.told, job->arena);
	if (done == 0)
		done = subjects_find(&subjects, job, err);
	if (done == 0)
		done = judge(&judging, &subjects, err);
	for (size_t i = 0; i < subjects.count; i++)
		forget(&subjects.items[i]);
	judging_forget(&judging);
	proving_close(&judging);
	return done;
}

extern const struct check check_dependencies;

const struct check check_dependencies = {
	.name = "dependencies",
	.summary = "Lock files, manifests and pinned references: what is fixed, by which hash, "
		   "from where.",
	.grain = WHOLE_CHANGE,
	.options = options,
	.options_size = sizeof(struct dependencies_options),
	.by_default = true,
	.gives_components = true,
	.ahead = hash_ahead,
	.forget = hashed_ahead_free,
	.run = run,
};
