/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "gate/verbs/judge.h"
#include "gate/verbs/shard_of.h"

static const struct flag flags[] = {
	{"history", 0, FLAG_SWITCH, offsetof(struct judging, history), "",
		"every blob and message reachable from any ref, not only the tree"},
	{"unreachable", 0, FLAG_SWITCH, offsetof(struct judging, unreachable), "",
		"with --history, every object that no ref reaches too"},
	{"head", 0, FLAG_WORD, offsetof(struct judging, head), "REV",
		"the commit whose tree is scanned (default: HEAD)"},
	SHARD_FLAG,
	JUDGING_FLAGS,
	{0},
};

static int history_range(
	struct range *range, struct repo *repo, struct arena *arena, struct err *err)
{
	struct tips tips;

	if (repo_tips(repo, &tips, arena, err) < 0)
		return -1;
	range->more_heads = tips.commits;
	range->more_head_count = tips.commit_count;
	range->more_tags = tips.tags;
	range->more_tag_count = tips.tag_count;
	range->others = tips.others;
	range->other_count = tips.other_count;
	range->refs = tips.names;
	range->ref_count = tips.name_count;
	range->label = text_of(range->with_strays ? "the whole history and all that no ref reaches"
						  : "the whole history");
	return 0;
}

/* NOLINTNEXTLINE(readability-function-size): two of the six say whose memory and error */
int scan_range(struct range *out, const char *head, enum scan_scope scope, struct repo *repo,
	struct arena *arena, struct err *err)
{
	const char *name = head ? head : "HEAD";

	*out = (struct range){.head_name = text_of(name),
		.label = text_of("the tree"),
		.tree_only = scope == SCAN_TREE,
		.with_strays = scope == SCAN_ALL_OBJECTS,
		.is_scan = true};
	if (repo_resolve(repo, text_of(name), &out->head, &out->tag, err) < 0)
		return head ? err_from(err, "--head") : -1;
	return scope == SCAN_TREE ? 0 : history_range(out, repo, arena, err);
}

int scan_scope(enum scan_scope *out, bool history, bool unreachable, struct err *err)
{
	if (unreachable && !history) {
		err_set(err, ERR_USAGE, "--unreachable goes with --history");
		return err_remedy(err, "say: --history --unreachable");
	}
	*out = unreachable ? SCAN_ALL_OBJECTS : history ? SCAN_HISTORY : SCAN_TREE;
	return 0;
}

static int scan_repository(
	const struct call *call, const struct judging *judging, struct repo *repo, struct err *err)
{
	enum scan_scope scope;
	struct range range;

	if (scan_scope(&scope, judging->history, judging->unreachable, err) < 0 ||
		scan_range(&range, judging->head, scope, repo, call->arena, err) < 0)
		return -1;
	/* A shard prints what others look at, and masks it: judge.c, mask_words. */
	range.leaves_contents = judging->history && !shard_is_part(&judging->part);
	return judge_range(call, judging, repo, &range, err);
}

/* A folder that is a repository itself (a work tree's top or a bare one). */
static bool is_repository(const struct call *call, const char *path)
{
	static const char *const marks[] = {".git", "HEAD"};
	struct stat status;

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		char *mark = arena_printf(call->arena, "%s/%s", path, marks[i]);
		char *objects = arena_printf(call->arena, "%s/objects", path);

		if (mark && objects && stat(mark, &status) == 0 &&
			(i == 0 || stat(objects, &status) == 0))
			return true;
	}
	return false;
}

static int scan_path(
	const struct call *call, const struct judging *judging, const char *path, struct err *err)
{
	struct repo *repo = NULL;
	int code;

	if (path && !is_repository(call, path)) {
		if (judging->history || judging->unreachable || judging->head)
			return err_set(err, ERR_USAGE,
				"%s is not the top of a repository: --history and --head need one",
				path);
		return judge_directory(call, judging, path, err);
	}
	code = repo_open(&repo, path, err);
	if (code == 0)
		code = scan_repository(call, judging, repo, err);
	repo_close(repo);
	return code;
}

static int scan(const struct call *call, struct err *err)
{
	struct judging judging = {.whole_tree = true};
	struct words rest = {0};

	judge_remove_stale(call->argv);
	if (flags_read(flags, &judging, &rest, call->argv, call->arena, err) < 0)
		return -1;
	if (rest.count > 1)
		return err_set(err, ERR_USAGE, "scan takes one path at most");
	if (shard_read(&judging.part, judging.shard, &call->env, err) < 0)
		return -1;
	return scan_path(call, &judging, rest.count ? rest.items[0] : NULL, err);
}

const struct verb verb_scan = {"scan", "[PATH] [--history [--unreachable]] [flags]",
	"judge a whole tree, a directory or every commit, as if all were new", flags, scan, NULL};
