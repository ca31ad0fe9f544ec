/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/verbs/judge.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "checks/secrets/conceal.h"
#include "gate/report/report.h"
#include "gate/verbs/policies.h"

int worse_exit(int a, int b)
{
	static const int order[] = {4, 2, 3, 1};

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (a == order[i] || b == order[i])
			return order[i];
	return 0;
}

/* One --report argument. */
struct wanted {
	const struct report *report;
	const char *path; /* NULL: standard output */
};

struct wanteds {
	struct wanted items[16];
	size_t count;
	bool machine_on_stdout; /* then the human report goes to standard error */
};

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
	return nearest ? err_remedy(err, "did you mean %s?", nearest) :
			 err_remedy(err, "see: seamgate list reports");
}

/* An empty path is a variable that was not set; of two reports with one path the first would be lost. */
static int check_path(const struct wanteds *all, const char *word, const char *path, struct err *err)
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
			return err_set(err, ERR_USAGE, "only one report can go to standard output: give the others a path");
		out->machine_on_stdout = true;
	}
	out->count++;
	return 0;
}

/* The human report goes to standard output unless -q or human=PATH. */
static int wanted_reports(struct wanteds *out, const struct judging *judging, struct err *err)
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
	const char *term = environment_get(env, "TERM"), *force = environment_get(env, "CLICOLOR_FORCE");

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
			return err_set(err, ERR_LOOK, "cannot write the report: %s", strerror(errno));
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

static int write_reports(const struct call *call, const struct judging *judging,
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

static bool line_hashes_wanted(const struct wanteds *wanteds)
{
	for (size_t i = 0; i < wanteds->count; i++)
		if (wanteds->items[i].report->line_hashes)
			return true;
	return false;
}

/* The policy's memory limit counts what the process itself takes, not mapped packs. */
static void limit_memory(uint64_t bytes)
{
	struct rlimit limit = {.rlim_cur = bytes, .rlim_max = RLIM_INFINITY};

	if (bytes && getrlimit(RLIMIT_DATA, &limit) == 0) {
		limit.rlim_cur = bytes;
		setrlimit(RLIMIT_DATA, &limit);
	}
}

/* So that what is wrong can be said: an error is looked through for keys, which takes memory. */
static void lift_memory_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_DATA, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_DATA, &limit);
	}
}

/* The time limit is asked for between blobs. What has no such point, as compiling one
 * expensive pattern, is cut short some time later, without a report. */
enum { GRACE_S = 30, LONGEST_LIMIT_S = 1 << 30 };

static void end_late(int number)
{
	static const char said[] =
		"seamgate: could not look: the time limit of the policy passed within one step\n"
		"  to fix it: see which rules file or file is that expensive, or raise limits: {time: …} "
		"at the base\n";

	(void)number;
	if (write(STDERR_FILENO, said, sizeof(said) - 1) < 0)
		_exit(3);
	_exit(3);
}

/* 0 ends the watch. */
static void watch_time(double limit)
{
	struct sigaction action = {.sa_handler = limit > 0 ? end_late : SIG_DFL};

	alarm(0);
	sigaction(SIGALRM, &action, NULL);
	if (limit > 0)
		alarm((unsigned)(limit < LONGEST_LIMIT_S ? limit : LONGEST_LIMIT_S) + GRACE_S);
}

/* A file that is mapped (the workspace's, a pack) and became shorter while it was read has no bytes there any more.
 * What was made of it cannot be trusted, and there is nowhere to go back to: the run ends, and blocks. */
static void end_short(int number)
{
	static const char said[] =
		"seamgate: could not look: a file became shorter while it was read\n"
		"  to fix it: judge once nothing writes to the checked-out directory and the repository any "
		"more\n";

	(void)number;
	if (write(STDERR_FILENO, said, sizeof(said) - 1) < 0)
		_exit(3);
	_exit(3);
}

static void watch_files(void)
{
	struct sigaction action = {.sa_handler = end_short};

	sigaction(SIGBUS, &action, NULL);
}

static int out_of_limit(const struct policies *policies, struct err *err)
{
	uint64_t limit = policies->judges[0].policy->limits.memory;

	if (err->kind != ERR_INTERNAL || limit == 0 || strcmp(err->message, "out of memory") != 0)
		return -1;
	lift_memory_limit();
	*err = (struct err){0};
	err_set(err, ERR_LOOK, "the memory limit of the policy (%llu bytes) was reached",
		(unsigned long long)limit);
	return err_remedy(err, "raise limits: {memory: …} in %s at the base", POLICY_PATH);
}

static int check_names(const struct judging *judging, const struct policies *policies,
	struct err *err)
{
	for (size_t i = 0; i < judging->checks.count; i++) {
		const char *name = judging->checks.items[i];
		bool found = false, enabled = false;
		const char *names[64];
		const struct policy *policy = policies->judges[0].policy;

		for (size_t c = 0; c < policy->check_count; c++) {
			names[c] = policy->checks[c].check->name;
			found = found || strcmp(names[c], name) == 0;
			for (size_t j = 0; j < policies->count; j++)
				if (strcmp(names[c], name) == 0)
					enabled = enabled || policies->judges[j].policy->checks[c].enabled;
		}
		if (!found)
			return verb_unknown_word("check", name, names, policy->check_count, err);
		if (!enabled)
			return err_set(err, ERR_USAGE, "nothing is configured for --check %s: the policy switches it off", name);
	}
	return 0;
}

/* Reports print out of policies (waivers, edits, names of rules files) and names of revisions, which are no
 * blobs of the change. */
static int mask_names(struct run_request *request, const struct policies *policies,
	struct arena *arena, struct err *err)
{
	const struct change *change = request->change;
	const struct text texts[] = {change->base_name, change->head_name, change->label,
		policies->base.text, policies->head.text, policies->before.text};

	request->masks = masks_new(arena);
	if (!request->masks)
		return err_nomem(err);
	return conceal(request->masks, texts, sizeof(texts) / sizeof(texts[0]), arena, err);
}

static int conduct(const struct call *call, const struct judging *judging,
	struct run_request *request, struct err *err)
{
	struct policies *policies = arena_alloc(call->arena, sizeof(*policies));
	struct wanteds wanteds;
	struct run *run = NULL;
	int code;

	if (!policies)
		return err_nomem(err);
	if (wanted_reports(&wanteds, judging, err) < 0 ||
		policies_read(policies, call, judging, request->repo, request->change, err) < 0 ||
		check_names(judging, policies, err) < 0 ||
		mask_names(request, policies, call->arena, err) < 0)
		return -1;
	request->judges = policies->judges;
	request->judge_count = policies->count;
	request->before = policies->compare_with;
	request->only = judging->checks.items;
	request->only_count = judging->checks.count;
	request->threads = judging->jobs;
	request->line_hashes = line_hashes_wanted(&wanteds);
	request->today = time(NULL) / 86400;
	if (policies->note.len)
		fprintf(stderr, "seamgate: %.*s\n", (int)policies->note.len, policies->note.ptr);
	limit_memory(policies->judges[0].policy->limits.memory);
	watch_time(policies->judges[0].policy->limits.time);
	if (run_start(&run, request, err) < 0) {
		watch_time(0);
		return out_of_limit(policies, err);
	}
	watch_time(0);
	code = write_reports(call, judging, &wanteds, run_result(run), err);
	run_free(run);
	return code;
}

struct reading {
	const struct call *call;
	const struct judging *judging;
	struct repo *repo;
	const struct range *range;
	double started;
};

/* A change can have any number of commits and trees: its reading counts already. */
static int read_in_time(struct change *out, const struct reading *reading, struct err *err)
{
	double limit_s;
	int code;

	if (policies_time(&limit_s, reading->call, reading->judging, reading->repo, reading->range,
		    err) < 0)
		return -1;
	repo_limit_time(reading->repo, reading->started, limit_s);
	watch_time(limit_s);
	code = change_read(out, reading->repo, reading->range, reading->call->arena, err);
	watch_time(0);
	return code;
}

int judge_range(const struct call *call, const struct judging *judging, struct repo *repo,
	const struct range *range, struct err *err)
{
	struct change *change = arena_alloc(call->arena, sizeof(*change));
	struct run_request request = {
		.change = change, .repo = repo, .started = clock_now()};
	struct reading reading = {call, judging, repo, range, request.started};

	if (!change)
		return err_nomem(err);
	watch_files();
	if (read_in_time(change, &reading, err) < 0)
		return -1;
	return conduct(call, judging, &request, err);
}

int judge_directory(const struct call *call, const struct judging *judging, const char *path,
	struct err *err)
{
	struct change *change = arena_alloc(call->arena, sizeof(*change));
	struct run_request request = {
		.change = change, .directory = path, .started = clock_now()};
	struct deadline deadline;
	double limit_s;

	if (!change)
		return err_nomem(err);
	watch_files();
	if (policies_time(&limit_s, call, judging, NULL, NULL, err) < 0)
		return -1;
	deadline = deadline_after(request.started, limit_s);
	if (change_read_directory(change, path, &deadline, call->arena, err) < 0)
		return -1;
	return conduct(call, judging, &request, err);
}
