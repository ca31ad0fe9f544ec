/* SPDX-License-Identifier: Apache-2.0
 *
 * Whose evidence is it? A changed model needs an evaluation of its own: not that of the model before, none that lay about in the
 * repository, not another model's, under whatever name and date.
 */
#include "checks/model/judging.h"
#include "checks/model/places.h"
#include "checks/model/sameness.h"
#include "checks/model/select.h"

enum { MOST_OTHERS = 256 };

struct asking {
	struct model_judging *judging;
	struct model_subject *subject;
	struct model_source *source;
	struct err *err;
};

/* Where the change took these results from; NULL where they are new. */
static const struct file *find_source(const struct change *change, struct text path)
{
	const struct file *file = change_file(change, path);

	for (size_t i = 0; file && file->head_mode != MODE_NONE && i < change->file_count; i++)
		if (change->files[i].base_mode != MODE_NONE &&
			oid_equal(&change->files[i].base, &file->head))
			return &change->files[i];
	return NULL;
}

static bool has_path(const struct side_evidence *side, struct text path)
{
	for (size_t i = 0; i < side->count; i++)
		if (text_equal(side->items[i].path, path))
			return true;
	return false;
}

/* Evidence that says which bytes it is of is judged by that. */
static bool says_its_bytes(const struct asking *asking, size_t at)
{
	return asking->source->head.items[at].models.count > 0 ||
	       asking->subject->options->sidecar.len > 0;
}

/* As the base's own evidence says. Only the recipe changed: results that were left alone are the recipe's own rule's matter.
 * Bound to the new bytes they may well say the same. */
static const char *told_by_base(const struct asking *asking, size_t at)
{
	const struct side_evidence *head = &asking->source->head, *base = &asking->source->base;
	size_t found;
	const char *how = same_run_as_any(head, at, base, &found);
	bool untouched = how && text_equal(head->contents[at], base->contents[found]);

	if (!how || (untouched && !asking->subject->files_changed))
		return NULL;
	return untouched || !says_its_bytes(asking, at) ? how : NULL;
}

/* How it is told that these are results of before the change; NULL: they are new. */
static const char *how_old(const struct asking *asking, size_t at)
{
	/* A model that was under no such name before may come after its evidence where that says which bytes it is of. */
	if (!asking->subject->has_base && says_its_bytes(asking, at))
		return NULL;
	if (asking->subject->files_changed &&
		find_source(asking->judging->job->change, asking->source->head.items[at].path))
		return "byte for byte";
	return told_by_base(asking, at);
}

static int report(
	const struct asking *asking, const char *rule, struct text path, struct text message)
{
	const struct model_report report = {
		.rule = rule, .path = path, .message = message, .evidence = path};

	asking->source->is_foreign = true;
	return model_report(asking->judging, asking->subject, &report, asking->err);
}

static int report_old(const struct asking *asking, size_t at, const char *how)
{
	struct text name = asking->subject->options->name,
		    path = asking->source->head.items[at].path;
	struct arena *arena = asking->judging->job->arena;

	return report(asking, "model/evidence-unchanged", asking->subject->path,
		asking->subject->has_base || !asking->subject->files_changed
			? arena_textf(arena,
				  "%.*s: the model's %s changed, but its evaluation %.*s is "
				  "that of before, %s",
				  SHOWN(name), asking->subject->files_changed ? "bytes" : "recipe",
				  SHOWN(path), how)
			: arena_textf(arena,
				  "%.*s: the model is new, but its evaluation %.*s was there "
				  "before it, %s",
				  SHOWN(name), SHOWN(path), how));
}

/* One of them is enough to be told. */
static int judge_old(const struct asking *asking, bool *found)
{
	for (size_t i = 0; i < asking->source->head.count && !*found; i++) {
		const char *how =
			model_evidence_counts(asking->subject->options, &asking->source->head, i)
				? how_old(asking, i)
				: NULL;

		*found = how != NULL;
		if (how && report_old(asking, i, how) < 0)
			return -1;
	}
	return 0;
}

/* --- results that lay elsewhere in the repository --- */

static int report_archived(const struct asking *asking, struct text content, struct text was)
{
	const struct side_evidence *head = &asking->source->head;
	struct text name = asking->subject->options->name;

	for (size_t i = 0; i < head->count; i++)
		if (model_evidence_counts(asking->subject->options, head, i) &&
			text_equal(head->contents[i], content))
			return report(asking, "model/evidence-copied", head->items[i].path,
				arena_textf(asking->judging->job->arena,
					"%.*s: the evaluation %.*s was in the repository before "
					"this model, as %.*s",
					SHOWN(name), SHOWN(head->items[i].path), SHOWN(was)));
	return 0;
}

/* What cannot be read there was no evidence, and is nobody's to mend. */
static int judge_other(const struct asking *asking, struct text path)
{
	struct text content = {0};
	struct err what = {0};

	if (has_path(&asking->source->base, path))
		return 0;
	if (job_read_data(asking->judging->job, SIDE_BASE, path, &content, &what) < 0)
		return what.kind == ERR_INTERNAL ? err_nomem(asking->err) : 0;
	return content.ptr ? report_archived(asking, content, path) : 0;
}

static int judge_archived(const struct asking *asking)
{
	const struct check_job *job = asking->judging->job;
	struct text name = place_file_name(asking->source->options->results);
	const char *glob = arena_printf(job->arena, "**/%.*s", (int)name.len, name.ptr);
	struct paths paths = {0};

	if (!glob)
		return err_nomem(asking->err);
	if (!job->change->has_base || asking->source->options->workspace)
		return 0;
	if (job_match(job, SIDE_BASE, glob, &paths, asking->err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count && i < MOST_OTHERS; i++)
		if (judge_other(asking, paths.items[i]) < 0)
			return -1;
	return 0;
}

/* --- another model's --- */

/* Two names for the same bytes may have the same evaluation. */
static int has_same_bytes(
	const struct asking *asking, const struct model_subject *other, bool *same)
{
	struct model_digests theirs = {0};
	const struct model_digests *ours = &asking->subject->head;

	if (model_digests_read(
		    &theirs, asking->judging->job, SIDE_BASE, other->options, asking->err) < 0)
		return -1;
	if (other->head.count)
		theirs = other->head;
	*same = theirs.count > 0 && theirs.count == ours->count;
	for (size_t i = 0; *same && i < theirs.count; i++)
		*same = theirs.items[i].hex.len > 0 &&
			theirs.items[i].kind == ours->items[i].kind &&
			text_equal(theirs.items[i].hex, ours->items[i].hex);
	return 0;
}

static const char *told_by(
	const struct asking *asking, size_t at, const struct model_subject *other)
{
	const char *how = NULL;
	size_t found;

	for (size_t k = 0; k < other->source_count && !how; k++) {
		const struct model_source *source = &other->sources[k];

		/* One file for both of them, as NNCF's, is nobody's copy. */
		if (source->is_run || has_path(&source->head, asking->source->head.items[at].path))
			continue;
		how = same_run_as_any(&asking->source->head, at, &source->head, &found);
		if (!how)
			how = same_run_as_any(&asking->source->head, at, &source->base, &found);
	}
	return how;
}

static int report_copied(const struct asking *asking, size_t at, struct text owner, const char *how)
{
	struct text name = asking->subject->options->name,
		    path = asking->source->head.items[at].path;

	return report(asking, "model/evidence-copied", path,
		arena_textf(asking->judging->job->arena, "%.*s: the evaluation is that of %.*s, %s",
			SHOWN(name), SHOWN(owner), how));
}

static int judge_copied(const struct asking *asking, size_t at)
{
	struct model_judging *judging = asking->judging;
	const char *how;
	size_t found;

	for (size_t i = 0; i < judging->subject_count; i++) {
		const struct model_subject *other = &judging->subjects[i];
		bool same = false;

		how = other == asking->subject ? NULL : told_by(asking, at, other);
		if (!how)
			continue;
		if (has_same_bytes(asking, other, &same) < 0)
			return -1;
		if (!same)
			return report_copied(asking, at, other->options->name, how);
	}
	how = same_run_as_any(&asking->source->head, at, &asking->source->reference, &found);
	return how ? report_copied(asking, at, text_of("the full-precision reference"), how) : 0;
}

static int judge_source(const struct asking *asking, bool is_new)
{
	const struct side_evidence *head = &asking->source->head;
	bool found = false;

	bool is_redone = asking->subject->recipe_changed && asking->subject->evidence_changed;

	if ((is_new || is_redone) && judge_old(asking, &found) < 0)
		return -1;
	for (size_t i = 0; i < head->count; i++)
		if (judge_copied(asking, i) < 0)
			return -1;
	return is_new && !found && asking->subject->options->sidecar.len == 0
		       ? judge_archived(asking)
		       : 0;
}

int model_judge_reuse(struct model_judging *judging, struct model_subject *subject, struct err *err)
{
	bool is_new =
		subject->options->require_evidence && subject->files_changed && !subject->is_moved;

	if (is_new && subject->options->evidence.count == 0 && !subject->is_run)
		return model_incomplete(judging, subject, subject->path,
			"name its evidence in the policy, or set `require_evidence: false`", err,
			"the model changed and the policy names no evidence of it");
	for (size_t i = 0; i < subject->source_count; i++) {
		const struct asking asking = {judging, subject, &subject->sources[i], err};

		if (!subject->sources[i].is_run && judge_source(&asking, is_new) < 0)
			return -1;
	}
	return 0;
}
