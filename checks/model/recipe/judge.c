/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/model/recipe/judge.h"

#include <string.h>

#include "gate/base/glob.h"
#include "gate/rule.h"

struct judging {
	const struct check_job *job;
	const struct recipe_subject *subject;
	struct recipe base, head;
	struct text
		changed; /* the first recipe file that says something else than at the base; "" */
	bool could_not_look;
	struct err *err;
};

static bool is_plain(struct text pattern)
{
	for (size_t i = 0; i < pattern.len; i++)
		if (strchr("*?[]{}\\", pattern.ptr[i]))
			return false;
	return !text_ends(pattern, "/");
}

/* What cannot be read is an item of the job; out of memory is an error. */
static int incomplete(
	struct judging *judging, struct text path, const struct err *why, const char *remedy)
{
	if (why->kind == ERR_INTERNAL)
		return err_nomem(judging->err);
	judging->could_not_look = true;
	check_incomplete(judging->job, path, why->message, why->remedy[0] ? why->remedy : remedy);
	return 0;
}

static int read_side(
	struct judging *judging, struct recipe *recipe, struct text path, struct text content)
{
	struct err why = {0};

	if (!content.ptr || recipe_read(recipe, path, content, &why) == 0)
		return 0;
	/* A base that cannot be read counts as not there: the head is then judged by the policy alone. */
	if (recipe == &judging->base && why.kind != ERR_INTERNAL)
		return 0;
	return incomplete(
		judging, path, &why, "mend the file, or take it off the model's `recipe:`");
}

static int compare(struct judging *judging, struct text path, struct text base, struct text head)
{
	bool same = !base.ptr == !head.ptr;

	if (base.ptr && head.ptr &&
		recipe_file_same(&same, path, base, head, judging->job->arena, judging->err) < 0)
		return -1;
	if (!same && !judging->changed.len)
		judging->changed = path;
	return 0;
}

static int read_file(struct judging *judging, struct text path, bool is_named)
{
	struct text base = {0}, head = {0};
	struct err missing = {
		.kind = ERR_LOOK, .message = "the recipe that the policy names is not there"};

	if ((judging->job->change->has_base &&
		    job_read(judging->job, SIDE_BASE, path, &base, judging->err) < 0) ||
		job_read(judging->job, SIDE_HEAD, path, &head, judging->err) < 0)
		return -1;
	if (!head.ptr && is_named)
		return incomplete(judging, path, &missing,
			"restore it, or take it off the model's `recipe:`");
	check_examined(judging->job, "recipes", 1);
	if (read_side(judging, &judging->base, path, base) < 0 ||
		read_side(judging, &judging->head, path, head) < 0)
		return -1;
	return compare(judging, path, base, head);
}

static bool is_in(const struct paths *paths, struct text path)
{
	for (size_t i = 0; i < paths->count; i++)
		if (text_equal(paths->items[i], path))
			return true;
	return false;
}

static int read_glob(struct judging *judging, struct text pattern)
{
	const char *glob = arena_copy(judging->job->arena, pattern);
	struct paths base = {0}, head = {0};

	if (!glob)
		return err_nomem(judging->err);
	if ((judging->job->change->has_base &&
		    job_match(judging->job, SIDE_BASE, glob, &base, judging->err) < 0) ||
		job_match(judging->job, SIDE_HEAD, glob, &head, judging->err) < 0)
		return -1;
	for (size_t i = 0; i < head.count; i++)
		if (read_file(judging, head.items[i], false) < 0)
			return -1;
	for (size_t i = 0; i < base.count; i++)
		if (!is_in(&head, base.items[i]) && read_file(judging, base.items[i], false) < 0)
			return -1;
	return 0;
}

static int read_recipes(struct judging *judging)
{
	const struct text_list *files = judging->subject->recipe;

	for (size_t i = 0; i < files->count; i++)
		if ((is_plain(files->items[i]) ? read_file(judging, files->items[i], true)
					       : read_glob(judging, files->items[i])) < 0)
			return -1;
	return 0;
}

/* ---- what the rules say ---- */

static int report(const struct judging *judging, const struct flaw *flaw)
{
	const struct rule *rule = rule_find(&builtin_rules, text_of(flaw->rule));
	const struct detail model = {
		.key = "model", .type = DETAIL_TEXT, .text = judging->subject->name};
	struct finding finding = {.rule = flaw->rule,
		.path = flaw->at ? flaw->at->path : judging->changed,
		.message = flaw->message,
		.hop = judging->subject->hop,
		.known = flaw->known,
		.details = &model,
		.detail_count = 1};

	if (!rule)
		return err_set(judging->err, ERR_INTERNAL, "there is no rule %s", flaw->rule);
	if (flaw->at && flaw->at->line) {
		finding.line = finding.end_line = flaw->at->line;
		finding.column = finding.end_column = 1;
	}
	finding.severity = rule->severity;
	finding.remedy = text_of(rule->remedy);
	finding.evidence =
		arena_textf(judging->job->arena, "%.*s %.*s", (int)judging->subject->name.len,
			judging->subject->name.ptr, (int)flaw->evidence.len, flaw->evidence.ptr);
	if (!finding.evidence.ptr)
		return err_nomem(judging->err);
	check_report(judging->job, &finding);
	return 0;
}

static int say(struct judging *judging, const struct flaw *flaw)
{
	const char *reason;
	struct text path = flaw->at ? flaw->at->path : judging->subject->recipe->items[0];

	if (!flaw->is_unreadable)
		return report(judging, flaw);
	reason = flaw->at ? arena_printf(judging->job->arena, "line %u: %.*s", flaw->at->line,
				    (int)flaw->message.len, flaw->message.ptr)
			  : arena_copy(judging->job->arena, flaw->message);
	if (!reason)
		return err_nomem(judging->err);
	check_incomplete(judging->job, path, reason, flaw->remedy);
	return 0;
}

static bool is_evaluation(const struct recipe_subject *subject, struct text path)
{
	for (size_t i = 0; i < subject->evaluation_count; i++)
		if (subject->evaluations[i].len && glob_match(subject->evaluations[i], path))
			return true;
	return false;
}

static bool evaluation_changed(const struct judging *judging)
{
	for (size_t i = 0; i < judging->job->change->file_count; i++)
		if (judging->job->change->files[i].head_mode != MODE_NONE &&
			is_evaluation(judging->subject, judging->job->change->files[i].path))
			return true;
	return false;
}

static int judge_untested(struct judging *judging, struct flaws *flaws)
{
	struct flaw flaw = {.rule = "model/recipe-untested"};

	if (!judging->changed.len || judging->subject->evaluation_count == 0 ||
		!judging->job->change->has_base || evaluation_changed(judging))
		return 0;
	flaw.message = flaw_text(flaws,
		"%.*s says something else than at the base, and no result of an evaluation of %.*s "
		"changed",
		QUOTED(judging->changed), QUOTED(judging->subject->name));
	flaw.evidence = flaw_text(flaws, "untested %.*s", QUOTED(judging->changed));
	return flaw_add(flaws, &flaw, judging->err);
}

/* Results in JSON say what they were run on; those in other forms do not, and one that cannot be read is for the
 * evidence's own reader to complain about. */
static int read_sets(struct judging *judging, struct evaluated_sets *sets, struct text glob)
{
	const char *pattern = arena_copy(judging->job->arena, glob);
	struct paths paths = {0};

	if (!pattern)
		return err_nomem(judging->err);
	if (!text_ends(glob, ".json"))
		return 0;
	if (job_match(judging->job, SIDE_HEAD, pattern, &paths, judging->err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count; i++) {
		struct err unread = {0};
		struct text content;

		if (job_read(judging->job, SIDE_HEAD, paths.items[i], &content, judging->err) < 0)
			return -1;
		if (content.ptr &&
			evaluated_read(sets, content, "results", judging->job->arena, &unread) <
				0 &&
			unread.kind == ERR_INTERNAL)
			return err_nomem(judging->err);
	}
	return 0;
}

static int apply_rules(struct judging *judging, struct flaws *flaws)
{
	const struct recipe_pair pair = {
		judging->job->change->has_base ? &judging->base : NULL, &judging->head};
	const struct recipe_policy *policy = &judging->subject->policy;
	struct evaluated_sets sets = {0};

	for (size_t i = 0; i < judging->subject->evaluation_count; i++)
		if (read_sets(judging, &sets, judging->subject->evaluations[i]) < 0)
			return -1;
	if (judge_untested(judging, flaws) < 0 ||
		rule_calibration(flaws, &pair, policy, judging->err) < 0 ||
		rule_chat_template(flaws, &pair, policy, judging->err) < 0 ||
		rule_scheme(flaws, &pair, judging->err) < 0 ||
		rule_ignore(flaws, &pair, judging->err) < 0)
		return -1;
	return rule_overlap(flaws, &pair, &sets, judging->err);
}

int recipe_judge(const struct check_job *job, const struct recipe_subject *subject, struct err *err)
{
	struct judging judging = {.job = job,
		.subject = subject,
		.base = {.arena = job->arena},
		.head = {.arena = job->arena},
		.err = err};
	struct flaws flaws = {.arena = job->arena};

	if (subject->recipe->count == 0)
		return 0;
	if (read_recipes(&judging) < 0)
		return -1;
	if (judging.could_not_look || (!judging.changed.len && !subject->model_changed))
		return 0;
	if (apply_rules(&judging, &flaws) < 0)
		return -1;
	for (size_t i = 0; i < flaws.count; i++)
		if (say(&judging, &flaws.items[i]) < 0)
			return -1;
	return 0;
}
