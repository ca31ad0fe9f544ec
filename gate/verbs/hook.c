/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gate/verbs/hook_install.h"
#include "gate/verbs/judge.h"

enum { LARGEST_INPUT = 8 << 20 };

static const struct flag flags[] = {
	JUDGING_FLAGS,
	{0},
};

static int read_input(struct buffer *out, struct err *err)
{
	char piece[4096];
	ssize_t got;

	if (isatty(STDIN_FILENO)) {
		err_set(err, ERR_USAGE, "a hook reads git's lines from standard input, which is a terminal");
		return err_remedy(err, "install it with: seamgate hook pre-push install");
	}
	while ((got = read(STDIN_FILENO, piece, sizeof(piece))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(err, ERR_LOOK, "cannot read standard input: %s", strerror(errno));
		buffer_add(out, (struct text){piece, (size_t)got});
		if (out->failed)
			return err_nomem(err);
		if (out->len > LARGEST_INPUT)
			return err_set(err, ERR_LOOK, "the hook's standard input is over 8 MiB");
	}
	return 0;
}

/* Judges every range; the worst counts. What stops one range does not spare the others. */
static int judge_all(const struct call *call, const struct judging *judging, struct repo *repo,
	const struct ranges *ranges, struct err *err)
{
	int worst = 0;

	for (size_t i = 0; i < ranges->count; i++) {
		struct err own = {0};
		int code;

		code = judge_range(call, judging, repo, &ranges->items[i], &own);
		if (code < 0) {
			verb_complain(&own);
			code = (int)own.kind;
		}
		worst = worse_exit(worst, code);
	}
	(void)err;
	return worst;
}

static int read_ranges(struct ranges *ranges, const struct call *call, const char *remote,
	struct repo *repo, struct buffer *input, struct err *err)
{
	if (environment_get(&call->env, "PRE_COMMIT"))
		return request_pre_push_framework(ranges, &call->env, repo, call->arena, err);
	if (read_input(input, err) < 0)
		return -1;
	return request_pre_push(ranges, buffer_text(input), text_of(remote), repo, call->arena, err);
}

static int pre_push(const struct call *call, const struct judging *judging, const char *remote,
	struct err *err)
{
	struct buffer input = {0};
	struct ranges ranges = {0};
	struct repo *repo = NULL;
	int code = repo_open(&repo, NULL, err);

	if (code == 0)
		code = read_ranges(&ranges, call, remote, repo, &input, err);
	if (code == 0)
		code = judge_all(call, judging, repo, &ranges, err);
	if (code > 0)
		fputs("seamgate: the push was stopped by this repository's pre-push hook\n", stderr);
	repo_close(repo);
	buffer_free(&input);
	return code;
}

static int install(const struct call *call, bool uninstall, struct err *err)
{
	struct buffer messages = {0};
	struct repo *repo = NULL;
	int code = repo_open(&repo, NULL, err);

	(void)call;
	if (code == 0)
		code = uninstall ? hook_uninstall("pre-push", repo, &messages, err) :
				   hook_install("pre-push", repo, &messages, err);
	if (code == 0)
		code = verb_print(&messages, err);
	repo_close(repo);
	buffer_free(&messages);
	return code;
}

static int check_reports(const struct judging *judging, struct err *err)
{
	for (size_t i = 0; i < judging->reports.count; i++)
		if (strncmp(judging->reports.items[i], "human", 5) != 0)
			return err_set(err, ERR_USAGE,
				"a push may have several ranges: a hook writes the human report only");
	return 0;
}

static int hook(const struct call *call, struct err *err)
{
	static const char *const names[] = {"pre-push"};
	struct judging judging = {.brief_pass = true};
	struct words rest = {0};

	if (flags_read(flags, &judging, &rest, call->argv, call->arena, err) < 0 ||
		check_reports(&judging, err) < 0)
		return -1;
	if (rest.count == 0)
		return err_set(err, ERR_USAGE, "which hook? seamgate hook pre-push [install|uninstall]");
	if (strcmp(rest.items[0], "pre-push") != 0)
		return verb_unknown_word("hook", rest.items[0], names, 1, err);
	if (rest.count == 2 && strcmp(rest.items[1], "install") == 0)
		return install(call, false, err);
	if (rest.count == 2 && strcmp(rest.items[1], "uninstall") == 0)
		return install(call, true, err);
	return pre_push(call, &judging, rest.count > 1 ? rest.items[1] : "", err);
}

const struct verb verb_hook = {"hook", "pre-push [install|uninstall] [flags]",
	"judge what a git hook hands over, or install that hook", flags, hook};
