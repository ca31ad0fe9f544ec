/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "gate/verbs/judge.h"
#include "gate/verbs/shard_of.h"

static const struct flag flags[] = {
	{"base", 0, FLAG_WORD, offsetof(struct judging, base), "REV",
		"what the change is compared with (default: found out)"},
	{"head", 0, FLAG_WORD, offsetof(struct judging, head), "REV", "the change (default: HEAD)"},
	{"staged", 0, FLAG_SWITCH, offsetof(struct judging, staged), "",
		"what is staged, against HEAD: the next commit"},
	{"worktree", 0, FLAG_SWITCH, offsetof(struct judging, worktree), "",
		"the files as they are, against HEAD; untracked ones too, ignored ones not"},
	SHARD_FLAG,
	JUDGING_FLAGS,
	{0},
};

/* Nothing between base and head is a pass where a person asked, and not where a merge waits on it. */
static int nothing_between(const struct origin *origin, struct err *err)
{
	if (!origin->is_merge_event) {
		fputs("seamgate: pass: base and head are the same commit, there is nothing between "
		      "them to judge\n",
			stderr);
		return 0;
	}
	err_set(err, ERR_LOOK, "base and head are the same commit in a merge event (%s)",
		origin->source);
	return err_remedy(err, "check out the head of the request, or give --base and --head");
}

/* What has yet to be committed is compared with HEAD, and with nothing else. */
static int check_snapshot(const struct judging *judging, struct err *err)
{
	const char *flag = judging->staged ? "--staged" : "--worktree";

	if (!judging->staged && !judging->worktree)
		return 0;
	if (judging->staged && judging->worktree)
		return err_set(
			err, ERR_USAGE, "--staged and --worktree are two questions: ask one");
	if (!judging->base && !judging->head)
		return 0;
	err_set(err, ERR_USAGE, "%s compares with HEAD: --base and --head do not go with it", flag);
	return err_remedy(err, "seamgate run %s", flag);
}

static int judge(
	const struct call *call, const struct judging *judging, struct repo *repo, struct err *err)
{
	struct request request = {judging->base, judging->head, &call->env};
	struct origin origin = {0};
	struct range range = {0};

	if (judging->staged || judging->worktree)
		return judge_snapshot(call, judging, repo,
			judging->staged ? SNAPSHOT_INDEX : SNAPSHOT_WORKTREE, err);
	if (request_range(&range, &origin, &request, repo, call->arena, err) < 0)
		return -1;
	if (origin.nothing) {
		fprintf(stderr, "seamgate: pass: nothing to judge: %s\n", origin.nothing_reason);
		return 0;
	}
	/* An annotated tag brings its message along, also on a commit that is no news. */
	if (oid_equal(&range.base, &range.head) && oid_is_zero(&range.tag) &&
		nothing_between(&origin, err) < 0)
		return -1;
	return judge_range(call, judging, repo, &range, err);
}

static bool is_verb(const char *word)
{
	for (size_t i = 0; verbs[i]; i++)
		if (strcmp(verbs[i]->name, word) == 0)
			return true;
	return false;
}

static int run(const struct call *call, struct err *err)
{
	struct judging judging = {0};
	struct words rest = {0};
	struct repo *repo = NULL;
	int code;

	judge_remove_stale(call->argv);
	if (flags_read(flags, &judging, &rest, call->argv, call->arena, err) < 0)
		return -1;
	if (rest.count) {
		err_set(err, ERR_USAGE, "run takes no argument \"%s\"", rest.items[0]);
		err_remedy(err, "%s",
			is_verb(rest.items[0]) ? "name the verb before its flags"
					       : "seamgate run --base REV --head REV");
	}
	if (err->kind == ERR_NONE && shard_read(&judging.part, judging.shard, &call->env, err) < 0)
		return -1;
	if (err->kind == ERR_NONE && check_snapshot(&judging, err) < 0)
		return -1;
	code = err->kind == ERR_NONE ? repo_open(&repo, NULL, err) : -1;
	if (code == 0)
		code = judge(call, &judging, repo, err);
	repo_close(repo);
	return code;
}

const struct verb verb_run = {"run", "[--base REV] [--head REV] [--staged | --worktree] [flags]",
	"judge a change (the default verb)", flags, run, NULL};
