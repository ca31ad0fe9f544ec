/* SPDX-License-Identifier: Apache-2.0
 *
 * The check "secrets": credentials in what a change brings in. Grain: one blob, each looked at once.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "checks/secrets/report.h"
#include "checks/secrets/scanners.h"

#define BUILTIN "builtin"

struct secrets_options {
	struct text_list rules;
	int64_t decode_depth, archive_depth;
	struct text_list marks;
	bool added_marks;
};

static const struct option options[] = {
	{.key = "rules",
		.type = OPTION_STRINGS,
		.offset = offsetof(struct secrets_options, rules),
		.fallback = "[" BUILTIN "]",
		.help = "Where rules come from: \"builtin\", and paths of the team's own rules "
			"files.",
		.loosens = LOOSENS_FEWER,
		.if_empty = "leaves no rules; switch the check off with enabled: false",
		.files_but = BUILTIN},
	{.key = "decode_depth",
		.type = OPTION_INTEGER,
		.offset = offsetof(struct secrets_options, decode_depth),
		.fallback = "5",
		.help = "How often encoded text is decoded, of at most 8 times; 0 is never.",
		.loosens = LOOSENS_LOWER},
	{.key = "archive_depth",
		.type = OPTION_INTEGER,
		.offset = offsetof(struct secrets_options, archive_depth),
		.fallback = "4",
		.help = "How many archives deep members are looked at, at most 8; 0 is none.",
		.loosens = LOOSENS_LOWER},
	{.key = "marks",
		.type = OPTION_STRINGS,
		.offset = offsetof(struct secrets_options, marks),
		.fallback = "[seamgate]",
		.help = "Whose inline marks are read, such as seamgate:allow and gitleaks:allow.",
		.loosens = LOOSENS_MORE},
	{.key = "added_marks",
		.type = OPTION_BOOL,
		.offset = offsetof(struct secrets_options, added_marks),
		.fallback = "false",
		.help = "Whether marks count also for what the change itself adds.",
		.loosens = LOOSENS_HIGHER},
	{.key = NULL},
};

static int check_depth(const char *key, int64_t depth, int64_t most, struct err *err)
{
	if (depth >= 0 && depth <= most)
		return 0;
	return err_set(err, ERR_USAGE, "checks: {secrets: {%s: …}} is %lld and may be 0 to %lld",
		key, (long long)depth, (long long)most);
}

/* ---- the team's own rules ---- */

struct own {
	struct rule *items;
	size_t count, capacity;
};

static int compare_ids(const void *left, const void *right)
{
	return strcmp(((const struct rule *)left)->id, ((const struct rule *)right)->id);
}

static int read_own(const struct check_job *job, struct own *own, struct text path, struct err *err)
{
	const char *name = arena_copy(job->arena, path);
	struct rules rules;
	struct text yaml;

	if (!name)
		return err_nomem(err);
	if (job_read(job, SIDE_POLICY, path, &yaml, err) < 0)
		return -1;
	if (!yaml.ptr) {
		err_set(err, ERR_LOOK, "the rules file %s is not there", name);
		return err_remedy(err, "add it, or take it out of checks: {secrets: {rules: …}}");
	}
	if (rules_read(&rules, yaml, name, "secrets", job->arena, err) < 0)
		return -1;
	if (arena_reserve(job->arena, (void **)&own->items, &own->capacity,
		    own->count + rules.count, sizeof(*own->items)) < 0)
		return err_nomem(err);
	memcpy(own->items + own->count, rules.items, rules.count * sizeof(*rules.items));
	own->count += rules.count;
	return 0;
}

static int check_ids(struct own *own, struct err *err)
{
	if (own->count)
		qsort(own->items, own->count, sizeof(*own->items), compare_ids);
	for (size_t i = 0; i < own->count; i++) {
		const char *id = own->items[i].id;

		if (rule_find(&builtin_rules, text_of(id))) {
			err_set(err, ERR_USAGE, "rule %s is a built-in rule's id", id);
			return err_remedy(err,
				"give your rule another id; change a built-in rule's "
				"severity with rules: {%s: …}",
				id);
		}
		if (i > 0 && strcmp(own->items[i - 1].id, id) == 0)
			return err_set(err, ERR_USAGE, "rule %s is in two rules files", id);
	}
	return 0;
}

/* *builtin: the list names them. */
static int read_rules(const struct check_job *job, struct own *own, bool *builtin, struct err *err)
{
	const struct secrets_options *chosen = job->options;

	for (size_t i = 0; i < chosen->rules.count; i++) {
		if (text_is(chosen->rules.items[i], BUILTIN))
			*builtin = true;
		else if (read_own(job, own, chosen->rules.items[i], err) < 0)
			return -1;
	}
	assert(*builtin ||
		own->count); /* the table refuses an empty list, rules_read an empty file */
	return check_ids(own, err);
}

/* A history's size is not known beforehand. */
static bool is_small(const struct change *change)
{
	return change && !change->is_unmeasured && change->bytes <= LIGHT_MOST;
}

static int open_rules(const struct check_job *job, struct ruleset **rules, struct err *err)
{
	struct own own = {0};
	struct rules own_rules;
	bool builtin = false;

	if (read_rules(job, &own, &builtin, err) < 0)
		return -1;
	own_rules = (struct rules){own.items, own.count};
	if (own.count == 0)
		return ruleset_open(rules, builtin, &own_rules, job_deadline(job), job->arena, err);
	return (is_small(job->change) ? ruleset_open_light : ruleset_open_anchored)(
		rules, builtin, &own_rules, job_deadline(job), job->arena, err);
}

static int prepare(const struct check_job *job, void **shared, struct err *err)
{
	const struct secrets_options *chosen = job->options;
	struct marks_read marks = {.added = chosen->added_marks};
	struct ruleset *rules;
	struct scanners *scanners;

	if (check_depth("decode_depth", chosen->decode_depth, MOST_DECODE_DEPTH, err) < 0 ||
		check_depth("archive_depth", chosen->archive_depth, MOST_ARCHIVE_DEPTH, err) < 0 ||
		marks_choose(&marks, &chosen->marks, err) < 0 || open_rules(job, &rules, err) < 0)
		return -1;
	rules->decode_depth = (unsigned)chosen->decode_depth;
	rules->archive_depth = (unsigned)chosen->archive_depth;
	rules->marks = marks;
	check_examined(job, "rules", rules->rule_count);
	if (rules->compiled_late)
		check_examined(job, "databases compiled at start", 1);
	if (scanners_open(&scanners, rules, job_deadline(job), err) < 0)
		return -1;
	*shared = scanners;
	return 0;
}

static void release(void *shared)
{
	scanners_close(shared);
}

static const struct rules *team_rules(const void *shared)
{
	return &scanners_rules(shared)->own;
}

/* ---- the blobs ---- */

/* What a commit has to be reported is a hit or a gap. */
static bool is_quiet(const void *shared, struct text commit)
{
	const struct scanners *scanners = shared;
	enum scanner_kind kind = scanners_try_light(scanners) ? SCANNER_LIGHT : SCANNER_FULL;
	struct scanner *scanner;
	const struct scan *scan;
	struct err ignored = {0};
	bool is_quiet;

	if (scanner_take(&scanner, scanners, kind, &ignored) < 0)
		return false;
	if (scan_text(scanner, commit, &scan, &ignored) < 0) {
		scanner_close(scanner);
		return false;
	}
	is_quiet = scan->hit_count == 0 && scan->gap_count == 0;
	if (kind == SCANNER_LIGHT && scan->gap_count > 0)
		scanners_left_out(scanners);
	scanner_put(scanners, kind, scanner);
	return is_quiet;
}

static int look_at(struct reporter *reporter, const struct blob *blob)
{
	struct text content;
	bool quiet = job_is_quiet(reporter->job, blob, &content.len);

	if (!quiet)
		job_blob(reporter->job, blob, &content);
	if (!quiet && !content.ptr)
		return 0;
	check_examined(reporter->job, "blobs", 1);
	check_examined(reporter->job, "bytes", content.len);
	if (blob->kind == BLOB_FILE || blob->kind == BLOB_SYMLINK)
		check_examined(reporter->job, "files", 1);
	return quiet ? 0 : report_blob(reporter, blob, content);
}

/* What failed half-way serves nobody else. */
static void give_back(struct reporter *reporter, bool failed)
{
	for (size_t kind = 0; kind < SCANNER_KINDS; kind++)
		if (failed)
			scanner_close(reporter->kinds[kind]);
		else if (reporter->kinds[kind])
			scanner_put(
				reporter->scanners, (enum scanner_kind)kind, reporter->kinds[kind]);
}

static int run(const struct check_job *job, struct err *err)
{
	struct reporter reporter = {.job = job,
		.rules = scanners_rules(job->shared),
		.scanners = job->shared,
		.err = err};
	int done = 0;

	for (size_t i = 0; done == 0 && i < job->blobs.count && !job_stopped(job); i++)
		done = look_at(&reporter, blobs_at(job->blobs, i));
	give_back(&reporter, done < 0);
	reporter_close(&reporter);
	return done;
}

extern const struct check check_secrets;

const struct check check_secrets = {
	.name = "secrets",
	.summary = "Credentials in files, file names, commit and tag messages, and ref names.",
	.grain = PER_BLOB,
	.options = options,
	.options_size = sizeof(struct secrets_options),
	.by_default = true,
	.prepare = prepare,
	.release = release,
	.own_rules = team_rules,
	.is_quiet = is_quiet,
	.run = run,
};
