/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "gate/verbs/policies.h"

/* The folder that a policy's files are in; NULL when out of memory. */
static const char *folder_of(const char *path, struct arena *arena)
{
	const char *slash = strrchr(path, '/');

	return arena_copy(arena,
		slash ? text_slice(text_of(path), 0, (size_t)(slash - path) + 1) : text_of("."));
}

/* Judges nothing by the policy: its rules files are read, its patterns compiled, its rule ids looked up. */
static int try_out(
	const struct policy *policy, const char *path, struct arena *arena, struct err *err)
{
	const char *directory = folder_of(path, arena);
	struct change nothing = {.is_directory = true};
	struct judge judge = {policy, {.directory = directory}, false};
	struct run_request request = {.change = &nothing,
		.directory = directory,
		.judges = &judge,
		.judge_count = 1,
		.started = clock_now(),
		.threads = 1,
		.only_prepare = true};
	const struct result *result;
	struct run *run;

	if (!directory)
		return err_nomem(err);
	if (run_start(&run, &request, err) < 0)
		return -1;
	result = run_result(run);
	for (size_t i = 0; i < result->outcome_count && err->kind == ERR_NONE; i++)
		if (result->outcomes[i].incomplete_count) {
			const struct incomplete *missing = result->outcomes[i].incomplete;

			err_set(err, ERR_LOOK, "%s", missing->reason.ptr);
			err_remedy(err, "%s", missing->remedy.ptr ? missing->remedy.ptr : "");
		}
	run_free(run);
	return err->kind == ERR_NONE ? 0 : -1;
}

static int check(struct buffer *out, const char *path, struct arena *arena, struct err *err)
{
	const char *name = path ? path : POLICY_PATH;
	struct policy_source source = {0};
	struct policy policy;

	if (policies_here(&policy, path, arena, err) < 0)
		return -1;
	if (policy.builtin)
		return err_set(err, ERR_USAGE, "there is no %s here", POLICY_PATH);
	if (try_out(&policy, name, arena, err) < 0)
		return -1;
	source.directory = folder_of(name, arena);
	if (!source.directory)
		return err_nomem(err);
	if (policies_pin(&policy, &source, NULL, arena, err) < 0)
		return -1;
	buffer_printf(out, "%s is valid\nsha256 %s\n", name, policy.sha256);
	return 0;
}

static int show(struct buffer *out, const char *path, struct arena *arena, struct err *err)
{
	struct policy policy;

	if (policies_here(&policy, path, arena, err) < 0)
		return -1;
	policy_show(&policy, out);
	return 0;
}

static int schema(struct buffer *out, const char *path, struct arena *arena, struct err *err)
{
	(void)arena;
	if (path)
		return err_set(err, ERR_USAGE, "policy schema takes no file");
	policy_schema(out);
	return 0;
}

static const struct {
	const char *name;
	int (*run)(struct buffer *out, const char *path, struct arena *arena, struct err *err);
} actions[] = {
	{"check", check},
	{"show", show},
	{"schema", schema},
};

enum { ACTIONS = sizeof(actions) / sizeof(actions[0]) };

static int act(size_t action, const struct call *call, struct err *err)
{
	struct buffer out = {0};
	int done = actions[action].run(&out, call->argv[1], call->arena, err);

	if (done == 0)
		done = verb_print(&out, err);
	buffer_free(&out);
	return done;
}

static int run(const struct call *call, struct err *err)
{
	const char *names[ACTIONS];

	if (!call->argv[0] || (call->argv[1] && call->argv[2]))
		return err_set(
			err, ERR_USAGE, "policy what? seamgate policy check|show|schema [FILE]");
	for (size_t i = 0; i < ACTIONS; i++) {
		names[i] = actions[i].name;
		if (strcmp(call->argv[0], names[i]) == 0)
			return act(i, call, err);
	}
	return verb_unknown_word("policy verb", call->argv[0], names, ACTIONS, err);
}

const struct verb verb_policy = {"policy", "check|show|schema [FILE]",
	"check a policy, print the effective one, or its JSON Schema", NULL, run,
	"check|show|schema"};
