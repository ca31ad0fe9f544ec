/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "checks/secrets/conceal.h"
#include "gate/base/escape.h"
#include "gate/verbs/crash.h"
#include "gate/verbs/cut_short.h"
#include "gate/verbs/verb.h"

const struct verb *const verbs[] = {&verb_run, &verb_hook, &verb_scan, &verb_merge, &verb_init,
	&verb_list, &verb_explain, &verb_rules, &verb_policy, &verb_baseline, &verb_waive,
	&verb_model, &verb_latency, &verb_doctor, &verb_completion, &verb_version, NULL};

int verb_print(const struct buffer *buffer, struct err *err)
{
	if (buffer->failed)
		return err_nomem(err);
	if (fwrite(buffer_text(buffer).ptr, 1, buffer->len, stdout) != buffer->len ||
		fflush(stdout) != 0)
		return err_set(
			err, ERR_LOOK, "cannot write to standard output: %s", strerror(errno));
	return 0;
}

/* What cannot be looked through is not printed: the buffer then counts as failed. */
static void say(struct buffer *out, const struct masks *masks, struct text text)
{
	struct buffer masked = {0};

	mask_apply(masks, text, &masked);
	escape_human(out, buffer_text(&masked));
	out->failed = out->failed || masked.failed || !masks;
	buffer_free(&masked);
}

/* NULL where memory does not suffice. */
static struct masks *masks_of(const struct text *texts, size_t count, struct arena *arena)
{
	struct masks *masks = arena ? masks_new(arena) : NULL;
	struct err err = {0};

	return masks && conceal(masks, texts, count, arena, &err) == 0 ? masks : NULL;
}

void verb_say(struct buffer *out, struct text text)
{
	struct arena *arena = arena_new();

	say(out, masks_of(&text, 1, arena), text);
	arena_free(arena);
}

/* A key that is one by the words around it is not printed where it stands without them. */
static void say_error(struct buffer *out, const struct err *err)
{
	struct text texts[] = {text_of(err->message), text_of(err->remedy)};
	struct arena *arena = arena_new();
	const struct masks *masks = masks_of(texts, 2, arena);

	say(out, masks, texts[0]);
	if (texts[1].len) {
		buffer_string(out, "\n  to fix it: ");
		say(out, masks, texts[1]);
	}
	buffer_byte(out, '\n');
	arena_free(arena);
}

void verb_complain(const struct err *err)
{
	static const char *const kinds[] = {
		"error", "error", "usage error", "could not look", "internal error"};
	struct buffer out = {0};

	buffer_printf(&out, "seamgate: %s: ", kinds[err->kind]);
	say_error(&out, err);
	if (out.failed)
		fprintf(stderr, "seamgate: %s (and out of memory)\n", kinds[err->kind]);
	else
		fwrite(out.ptr, 1, out.len, stderr);
	buffer_free(&out);
}

int verb_unknown_word(
	const char *what, const char *word, const char *const *words, size_t count, struct err *err)
{
	const char *nearest = text_nearest(text_of(word), words, count);
	struct buffer all = {0};

	for (size_t i = 0; i < count; i++)
		buffer_printf(&all, "%s%s", i ? ", " : "", words[i]);
	err_set(err, ERR_USAGE, "unknown %s \"%s\"", what, word);
	if (nearest)
		err_remedy(err, "did you mean %s?", nearest);
	else
		err_remedy(err, "one of: %s", buffer_text(&all).ptr);
	buffer_free(&all);
	return -1;
}

static const struct verb *find(const char *name)
{
	for (size_t i = 0; verbs[i]; i++)
		if (strcmp(verbs[i]->name, name) == 0)
			return verbs[i];
	return NULL;
}

static int unknown_verb(const char *name, struct err *err)
{
	const char *names[32];
	size_t count = 0;

	for (; verbs[count]; count++)
		names[count] = verbs[count]->name;
	return verb_unknown_word("verb", name, names, count, err);
}

static int help_all(struct err *err)
{
	struct buffer out = {0};
	int done;

	buffer_string(&out,
		"seamgate judges a change and exits non-zero to block its merge.\n\n"
		"usage: seamgate [run] [flags]        judge the change that is checked out\n"
		"       seamgate VERB [arguments]     see: seamgate help VERB\n\n");
	for (size_t i = 0; verbs[i]; i++)
		buffer_printf(&out, "  %-10s %s\n", verbs[i]->name, verbs[i]->summary);
	buffer_string(&out,
		"\nexit codes: 0 pass, 1 blocked, 2 usage or policy error, 3 could not look,\n"
		"            4 internal error, 130 and 143 interrupted\n");
	done = verb_print(&out, err);
	buffer_free(&out);
	return done;
}

static int help_verb(const struct verb *verb, struct err *err)
{
	struct buffer out = {0};
	int done;

	buffer_printf(&out, "%s\n\nusage: seamgate %s%s%s\n", verb->summary, verb->name,
		verb->arguments[0] ? " " : "", verb->arguments);
	if (verb->flags) {
		buffer_byte(&out, '\n');
		flags_help(verb->flags, &out);
	}
	done = verb_print(&out, err);
	buffer_free(&out);
	return done;
}

static int help(const char *name, struct err *err)
{
	const struct verb *verb = name ? find(name) : NULL;

	if (!name)
		return help_all(err);
	return verb ? help_verb(verb, err) : unknown_verb(name, err);
}

static bool asks_for_help(const char *const *argv)
{
	for (; *argv && strcmp(*argv, "--") != 0; argv++)
		if (strcmp(*argv, "--help") == 0 || strcmp(*argv, "-h") == 0)
			return true;
	return false;
}

/* Verbs without flags refuse all. */
static int refuse_flags(const struct call *call, struct err *err)
{
	static const struct flag none[] = {{0}};
	struct words rest = {0};

	return flags_read(none, NULL, &rest, call->argv, call->arena, err);
}

/* A command line without a verb is "run". */
static int dispatch(struct call *call, struct err *err)
{
	const char *first = call->argv[0] ? call->argv[0] : "--";
	bool named = first[0] != '-';
	const struct verb *verb = named ? find(first) : &verb_run;

	if (strcmp(first, "help") == 0)
		return help(call->argv[1], err);
	if (strcmp(first, "--version") == 0)
		return verb_version.run(call, err);
	if (!verb)
		return unknown_verb(first, err);
	call->argv += named;
	if (asks_for_help(call->argv))
		return named ? help_verb(verb, err) : help_all(err);
	if (!verb->flags && refuse_flags(call, err) < 0)
		return -1;
	return verb->run(call, err);
}

/* Also where it is the first process of a container, which signals do not end by themselves. Nothing has to be
 * tidied up: a report is not there before it is whole (report_save holds these signals back meanwhile). */
static void end_interrupted(int number)
{
	static const char said[] = "\nseamgate: interrupted: nothing was judged\n";
	ssize_t wrote = write(STDERR_FILENO, said, sizeof(said) - 1);

	(void)wrote;
	_exit(128 + number);
}

/* What the caller lets pass (nohup, a background job) passes. */
static void watch_interrupts(void)
{
	static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action = {.sa_handler = end_interrupted}, old;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
			sigaction(numbers[i], &action, NULL);
}

int verbs_main(const char *const *argv, const char *const *environ_entries)
{
	struct call call = {.argv = argv, .env = {environ_entries}, .arena = arena_new()};
	struct err err = {0};
	int code;

	watch_interrupts();
	cut_short_watch();
	if (call.arena)
		crash_watch(call.arena);
	code = call.arena ? dispatch(&call, &err) : err_nomem(&err);

	crash_unwatch();
	arena_free(call.arena);
	if (code >= 0)
		return code;
	verb_complain(&err);
	return err.kind == ERR_NONE ? ERR_INTERNAL : (int)err.kind;
}
