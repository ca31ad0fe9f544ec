/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gate/verbs/hook_install.h"
#include "gate/verbs/judge.h"

enum { LARGEST_INPUT = 8 << 20 };

static const struct flag flags[] = {
	{"chain", 0, FLAG_SWITCH, offsetof(struct judging, chain), "",
		"install: keep a hook that is there already; it runs first"},
	JUDGING_FLAGS,
	{0},
};

/* What a hook is called with. */
struct hooking {
	const struct call *call;
	const struct judging *judging;
	const char *argument; /* the first behind the hook's name, or "" */
	struct repo *repo;
};

static int read_input(struct buffer *out, struct err *err)
{
	char piece[4096];
	ssize_t got;

	if (isatty(STDIN_FILENO)) {
		err_set(err, ERR_USAGE,
			"a hook reads git's lines from standard input, which is a terminal");
		return err_remedy(err, "install it with: seamgate hook pre-push install");
	}
	while ((got = read(STDIN_FILENO, piece, sizeof(piece))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(
				err, ERR_LOOK, "cannot read standard input: %s", strerror(errno));
		buffer_add(out, (struct text){piece, (size_t)got});
		if (out->failed)
			return err_nomem(err);
		if (out->len > LARGEST_INPUT)
			return err_set(err, ERR_LOOK, "the hook's standard input is over 8 MiB");
	}
	return 0;
}

/* Judges every range; the worst counts. What stops one range does not spare the others. */
static int judge_all(const struct hooking *hooking, const struct ranges *ranges)
{
	int worst = 0;

	for (size_t i = 0; i < ranges->count; i++) {
		struct err own = {0};
		int code = judge_range(
			hooking->call, hooking->judging, hooking->repo, &ranges->items[i], &own);

		if (code < 0) {
			verb_complain(&own);
			code = (int)own.kind;
		}
		worst = worse_exit(worst, code);
	}
	return worst;
}

/* --- the hooks --- */

/* "install" may be a remote's name, but who pushes nothing to it more likely meant to install. */
static int refuse_typed(const struct hooking *hooking, const struct buffer *input, struct err *err)
{
	const char *word = hooking->argument;

	if (input->len || (strcmp(word, "install") != 0 && strcmp(word, "uninstall") != 0))
		return 0;
	err_set(err, ERR_USAGE, "hook pre-push %s takes no argument", word);
	return err_remedy(err, "seamgate hook pre-push %s", word);
}

static int push_ranges(
	struct ranges *ranges, const struct hooking *hooking, struct buffer *input, struct err *err)
{
	const struct call *call = hooking->call;

	if (environment_get(&call->env, "PRE_COMMIT"))
		return request_pre_push_framework(
			ranges, &call->env, hooking->repo, call->arena, err);
	if (read_input(input, err) < 0 || refuse_typed(hooking, input, err) < 0)
		return -1;
	return request_pre_push(ranges, buffer_text(input), text_of(hooking->argument),
		hooking->repo, call->arena, err);
}

static int pre_push(const struct hooking *hooking, struct err *err)
{
	struct buffer input = {0};
	struct ranges ranges = {0};
	int code = push_ranges(&ranges, hooking, &input, err);

	if (code == 0)
		code = judge_all(hooking, &ranges);
	buffer_free(&input);
	return code;
}

static int pre_receive(const struct hooking *hooking, struct err *err)
{
	struct buffer input = {0};
	struct ranges ranges = {0};
	int code = read_input(&input, err);

	if (code == 0)
		code = request_pre_receive(
			&ranges, buffer_text(&input), hooking->repo, hooking->call->arena, err);
	if (code == 0)
		code = judge_all(hooking, &ranges);
	buffer_free(&input);
	return code;
}

static int pre_commit(const struct hooking *hooking, struct err *err)
{
	return judge_snapshot(hooking->call, hooking->judging, hooking->repo, SNAPSHOT_INDEX, err);
}

static const struct hook_kind {
	const char *name, *stopped;
	int (*run)(const struct hooking *hooking, struct err *err);
} kinds[] = {
	{"pre-push", "the push was stopped by this repository's pre-push hook", pre_push},
	{"pre-commit", "the commit was stopped by this repository's pre-commit hook", pre_commit},
	{"pre-receive", "the push was refused by the server's pre-receive hook", pre_receive},
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static const struct hook_kind *find_kind(const char *name, struct err *err)
{
	const char *names[KINDS];

	for (size_t i = 0; i < KINDS; i++) {
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
		names[i] = kinds[i].name;
	}
	verb_unknown_word("hook", name, names, KINDS, err);
	return NULL;
}

static int run_kind(const struct hook_kind *kind, struct hooking *hooking, struct err *err)
{
	int code = repo_open(&hooking->repo, NULL, err);

	if (code == 0)
		code = kind->run(hooking, err);
	if (code > 0)
		fprintf(stderr, "seamgate: %s\n", kind->stopped);
	repo_close(hooking->repo);
	return code;
}

/* --- install, uninstall --- */

static int install(const char *name, const struct judging *judging, bool uninstall, struct err *err)
{
	struct buffer messages = {0};
	struct repo *repo = NULL;
	int code = repo_open(&repo, NULL, err);

	if (code == 0)
		code = uninstall ? hook_uninstall(name, repo, &messages, err)
				 : hook_install(name, judging->chain, repo, &messages, err);
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
				"a push may have several ranges: a hook writes the human report "
				"only");
	return 0;
}

/* Git hands pre-push two words, the others none; frameworks may name files. "install" with more words than a remote of that name
 * comes with was typed, and nothing must pass for done. */
static int refuse_more(const struct hook_kind *kind, const struct words *words, struct err *err)
{
	size_t git = strcmp(kind->name, "pre-push") == 0 ? 3 : 1;

	if (words->count < 3 || words->count == git ||
		(strcmp(words->items[1], "install") != 0 &&
			strcmp(words->items[1], "uninstall") != 0))
		return 0;
	err_set(err, ERR_USAGE, "hook %s %s takes no argument \"%s\"", kind->name, words->items[1],
		words->items[2]);
	return err_remedy(err, "seamgate hook %s %s", kind->name, words->items[1]);
}

/* Git hands a hook two words or none; one word was typed by somebody. */
static int act(const struct hook_kind *kind, struct hooking *hooking, const struct words *words,
	struct err *err)
{
	static const char *const names[] = {"install", "uninstall"};
	const char *word = words->count > 1 ? words->items[1] : "";
	char place[32];

	hooking->argument = word;
	if (refuse_more(kind, words, err) < 0)
		return -1;
	if (words->count != 2)
		return run_kind(kind, hooking, err);
	for (size_t i = 0; i < 2; i++)
		if (strcmp(word, names[i]) == 0)
			return install(kind->name, hooking->judging, i == 1, err);
	snprintf(place, sizeof(place), "word after %s", kind->name);
	return verb_unknown_word(place, word, names, 2, err);
}

static int hook(const struct call *call, struct err *err)
{
	struct judging judging = {.brief_pass = true};
	struct hooking hooking = {.call = call, .judging = &judging, .argument = ""};
	const struct hook_kind *kind;
	struct words rest = {0};

	if (flags_read(flags, &judging, &rest, call->argv, call->arena, err) < 0 ||
		check_reports(&judging, err) < 0)
		return -1;
	if (rest.count == 0)
		return err_set(err, ERR_USAGE,
			"which hook? seamgate hook pre-push|pre-commit|pre-receive "
			"[install|uninstall]");
	kind = find_kind(rest.items[0], err);
	return kind ? act(kind, &hooking, &rest, err) : -1;
}

const struct verb verb_hook = {"hook",
	"pre-push|pre-commit|pre-receive [install|uninstall] [flags]",
	"judge what a git hook hands over, or install that hook", flags, hook,
	"pre-push|pre-commit|pre-receive"};
