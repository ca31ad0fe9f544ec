/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/reports.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "gate/registry.h"

/* The last second of the year 9999: what follows has no four digits. */
#define LATEST_DATE UINT64_C(253402300799)

static int unknown_report(struct text name, struct err *err)
{
	const char *names[32], *nearest;
	size_t count = 0;

	while (reports[count] && count < sizeof(names) / sizeof(names[0])) {
		names[count] = reports[count]->name;
		count++;
	}
	nearest = text_nearest(name, names, count);
	err_set(err, ERR_USAGE, "unknown report format \"%.*s\"", (int)name.len, name.ptr);
	return nearest ? err_remedy(err, "did you mean %s?", nearest)
		       : err_remedy(err, "see: seamgate list reports");
}

/* An empty path is a variable that was not set; of two reports with one path the first would be lost. */
static int check_path(
	const struct wanteds *all, const char *word, const char *path, struct err *err)
{
	if (!path)
		return 0;
	if (!path[0])
		return err_set(err, ERR_USAGE, "--report %s names no file", word);
	for (size_t i = 0; i < all->count; i++)
		if (all->items[i].path && strcmp(all->items[i].path, path) == 0)
			return err_set(err, ERR_USAGE, "two reports are to be written to %s", path);
	return 0;
}

/* FORMAT[=PATH] */
static int wanted_read(struct wanted *out, const char *word, struct err *err)
{
	const char *equals = strchr(word, '=');
	struct text name = text_of(word);

	if (equals)
		name.len = (size_t)(equals - word);
	out->report = report_find(name);
	out->path = equals && strcmp(equals + 1, "-") != 0 ? equals + 1 : NULL;
	return out->report ? 0 : unknown_report(name, err);
}

static int add_wanted(struct wanteds *out, const char *word, struct err *err)
{
	struct wanted *wanted = &out->items[out->count];

	if (out->count == sizeof(out->items) / sizeof(out->items[0]))
		return err_set(err, ERR_USAGE, "more than %zu reports", out->count);
	if (wanted_read(wanted, word, err) < 0 || check_path(out, word, wanted->path, err) < 0)
		return -1;
	if (!wanted->path && strcmp(wanted->report->name, "human") != 0) {
		if (out->machine_on_stdout)
			return err_set(err, ERR_USAGE,
				"only one report can go to standard output: give the others a "
				"path");
		out->machine_on_stdout = true;
	}
	out->count++;
	return 0;
}

int reports_wanted(struct wanteds *out, const struct judging *judging, struct err *err)
{
	bool human = false;

	*out = (struct wanteds){0};
	for (size_t i = 0; i < judging->reports.count; i++) {
		if (add_wanted(out, judging->reports.items[i], err) < 0)
			return -1;
		human = human || strcmp(out->items[out->count - 1].report->name, "human") == 0;
	}
	if (!human && !judging->quiet)
		return add_wanted(out, "human", err);
	return 0;
}

int reports_check_shard(const struct wanteds *wanteds, const struct shard *shard, struct err *err)
{
	for (size_t i = 0; shard_is_part(shard) && i < wanteds->count; i++) {
		const char *name = wanteds->items[i].report->name;

		if (strcmp(name, "human") == 0 || strcmp(name, "json") == 0)
			continue;
		err_set(err, ERR_USAGE,
			"shard %u of %u cannot write the report %s: it is of a part only",
			shard->index, shard->count, name);
		return err_remedy(err, "let each shard write --report json=PATH, and seamgate "
				       "merge the rest; or give --shard 1/1");
	}
	return 0;
}

static const struct report *report_of_components(const struct wanteds *wanteds)
{
	for (size_t i = 0; i < wanteds->count; i++)
		if (wanteds->items[i].report->components)
			return wanteds->items[i].report;
	return NULL;
}

bool reports_want_components(const struct wanteds *wanteds)
{
	return report_of_components(wanteds) != NULL;
}

static bool gives_components(const struct check *check, const struct words *asked)
{
	for (size_t i = 0; i < asked->count; i++)
		if (strcmp(asked->items[i], check->name) == 0)
			return check->gives_components;
	return asked->count == 0 && check->gives_components;
}

int reports_check_tree(
	const struct wanteds *wanteds, const struct judging *judging, struct err *err)
{
	const struct report *report = report_of_components(wanteds);
	bool given = false;

	for (size_t i = 0; i < registry.count; i++)
		given = given || gives_components(registry.items[i], &judging->checks);
	if (!report || (judging->whole_tree && given))
		return 0;
	err_set(err, ERR_USAGE, "the report %s is %s", report->name,
		given ? "of a whole tree, and this looks at a change"
		      : "of what no check that is asked for lists");
	return err_remedy(err, "seamgate scan --report %s=PATH", report->name);
}

int reports_check_components(
	const struct wanteds *wanteds, const struct result *result, struct err *err)
{
	const struct report *report = report_of_components(wanteds);

	for (size_t i = 0; i < result->outcome_count; i++)
		if (result->outcomes[i].has_components)
			return 0;
	if (!report)
		return 0;
	err_set(err, ERR_LOOK, "the report %s is of an inventory, and no shard has taken one",
		report->name);
	return err_remedy(err, "let each shard run seamgate scan --check dependencies");
}

/* FORMAT=PATH */
static void remove_report(const char *word)
{
	const char *equals = strchr(word, '=');

	if (equals && equals[1] && strcmp(equals + 1, "-") != 0)
		report_remove_stale(equals + 1);
}

void judge_remove_stale(const char *const *argv)
{
	static const char flag[] = "--report", joined[] = "--report=";

	for (; *argv && strcmp(*argv, "--") != 0; argv++) {
		if (strcmp(*argv, flag) == 0 && argv[1])
			remove_report(argv[1]);
		else if (strncmp(*argv, joined, sizeof(joined) - 1) == 0)
			remove_report(*argv + sizeof(joined) - 1);
	}
}

static bool wants_color(const struct judging *judging, const struct environment *env, int fd)
{
	const char *term = environment_get(env, "TERM"),
		   *force = environment_get(env, "CLICOLOR_FORCE");

	if (judging->color && strcmp(judging->color, "always") == 0)
		return true;
	if (judging->color && strcmp(judging->color, "never") == 0)
		return false;
	if (environment_get(env, "NO_COLOR"))
		return false;
	if (force && strcmp(force, "0") != 0)
		return true;
	return isatty(fd) && term && strcmp(term, "dumb") != 0;
}

/* As setlocale would see it: the first that is set and not empty says the encoding. */
static bool is_utf8(const struct environment *env)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = environment_get(env, names[i]);

		if (value && value[0])
			return strcasestr(value, "UTF-8") || strcasestr(value, "utf8");
	}
	return false;
}

/* reproducible-builds.org, "SOURCE_DATE_EPOCH": seconds since 1970. What is no such number is no date. */
static bool source_date(int64_t *out, const struct environment *env)
{
	const char *value = environment_get(env, "SOURCE_DATE_EPOCH");
	uint64_t seconds;

	if (!value || !text_to_uint(text_of(value), LATEST_DATE, &seconds))
		return false;
	*out = (int64_t)seconds;
	return true;
}

static unsigned terminal_width(int fd)
{
	struct winsize size;

	return isatty(fd) && ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static int write_all(int fd, struct text text, struct err *err)
{
	while (text.len) {
		ssize_t wrote = write(fd, text.ptr, text.len);

		if (wrote < 0)
			return err_set(
				err, ERR_LOOK, "cannot write the report: %s", strerror(errno));
		text = text_slice(text, (size_t)wrote, text.len);
	}
	return 0;
}

static int write_report(const struct call *call, const struct judging *judging,
	const struct wanteds *all, const struct wanted *wanted, const struct result *result,
	struct err *err)
{
	bool human = strcmp(wanted->report->name, "human") == 0;
	int fd = human && all->machine_on_stdout ? STDERR_FILENO : STDOUT_FILENO;
	struct report_style style = {.verbose = judging->verbose || judging->explain,
		.quiet = judging->brief_pass && result->verdict == VERDICT_PASS};
	struct buffer out = {0};
	int done;

	style.letters = !is_utf8(&call->env);
	style.dated = source_date(&style.date, &call->env);
	if (!wanted->path) {
		style.color = wants_color(judging, &call->env, fd);
		style.width = terminal_width(fd);
	}
	wanted->report->write(&out, result, &style);
	if (out.failed)
		done = err_nomem(err);
	else if (wanted->path)
		done = report_save(wanted->path, buffer_text(&out), err);
	else
		done = write_all(fd, buffer_text(&out), err);
	buffer_free(&out);
	return done;
}

/* explain FINGERPRINT: only what begins so. */
static int filter(struct result *result, const struct judging *judging, struct err *err)
{
	size_t kept = 0;

	for (size_t i = 0; i < result->finding_count; i++)
		if (strncmp(result->findings[i]->fingerprint, judging->explain,
			    strlen(judging->explain)) == 0)
			result->findings[kept++] = result->findings[i];
	result->finding_count = kept;
	if (kept)
		return 0;
	*judging->missing = true;
	err_set(err, ERR_USAGE, "no finding has a fingerprint that begins with %s",
		judging->explain);
	return err_remedy(err, "name the change: --base REV --head REV, --staged or --worktree");
}

int reports_write(const struct call *call, const struct judging *judging,
	const struct wanteds *wanteds, const struct result *result, struct err *err)
{
	struct result shown = *result;

	if (judging->explain && filter(&shown, judging, err) < 0)
		return -1;
	for (size_t i = 0; i < wanteds->count; i++)
		if (write_report(call, judging, wanteds, &wanteds->items[i], &shown, err) < 0)
			return -1;
	return result->exit_code;
}

bool reports_want_line_hashes(const struct wanteds *wanteds)
{
	for (size_t i = 0; i < wanteds->count; i++)
		if (wanteds->items[i].report->line_hashes)
			return true;
	return false;
}
