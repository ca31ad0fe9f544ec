/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/change/ci_variables.h"

#include <string.h>

enum { SHORTEST_ID = 7 };

static bool holds(const struct ci_condition *condition, const struct environment *env)
{
	const char *value = condition->name ? environment_get(env, condition->name) : NULL;

	if (!value)
		return false;
	return condition->value ? strcmp(value, condition->value) == 0
				: strcmp(value, "false") != 0;
}

/* The first of the names that is set, or NULL; *value is what it is set to. */
static const char *find(
	const struct ci_names *names, const struct environment *env, const char **value)
{
	for (size_t i = 0; i < MOST_NAMES && names->items[i]; i++) {
		*value = environment_get(env, names->items[i]);
		if (*value)
			return names->items[i];
	}
	*value = NULL;
	return NULL;
}

static struct text optional(const struct environment *env, const char *name)
{
	return text_of(name ? environment_get(env, name) : NULL);
}

/* Some systems leave the head to what is checked out: Buildkite writes HEAD for a build by hand,
 * Jenkins sets nothing in a scripted pipeline. */
static int read_head(struct ci_event *out, const struct ci_job *job, const struct ci_names *names,
	struct err *err)
{
	bool is_checkout = job->system->variables->head_is_checkout;
	const char *value, *name = find(names, job->env, &value);

	if (is_checkout && (!value || strcmp(value, "HEAD") == 0)) {
		out->head = (struct ci_id){text_of("HEAD"), name ? name : "what is checked out"};
		return 0;
	}
	if (!name)
		return ci_variable(&value, job->env, names->items[0], err);
	if (ci_id_set(&out->head, text_of(value), name, err) < 0)
		return -1;
	if (out->head.hex.len)
		return 0;
	err_set(err, ERR_LOOK, "%s is all zeros", name);
	return err_remedy(err, "name the revisions: seamgate --base REV --head REV");
}

/* "refs/heads/main" is main; Azure writes both. */
static struct text short_name(struct text name)
{
	static const char prefix[] = "refs/heads/";

	return text_starts(name, prefix) ? text_slice(name, sizeof(prefix) - 1, name.len) : name;
}

static int set_ref(struct ci_event *out, const struct ci_job *job, const char *folder,
	struct text name, struct err *err)
{
	if (name.len == 0 || text_starts(name, "refs/")) {
		out->ref = name;
		return 0;
	}
	return ci_format(
		&out->ref, job->arena, err, "refs/%s/%.*s", folder, (int)name.len, name.ptr);
}

/* --- requests --- */

static int read_parent(struct ci_event *out, const struct ci_job *job, struct err *err)
{
	out->base.from = "its first parent";
	return ci_format(&out->base.hex, job->arena, err, "%.*s^1", (int)out->head.hex.len,
		out->head.hex.ptr);
}

/* Neither an id nor a branch: the variable is not set, or names nothing ("refs/heads/", all zeros). */
static int fail_base(const struct ci_job *job, const struct ci_request_row *row, struct err *err)
{
	bool has_id = optional(job->env, row->base).len > 0;
	const char *name = has_id || !row->branch ? row->base : row->branch, *value;

	if (ci_variable(&value, job->env, name, err) < 0)
		return -1;
	err_set(err, ERR_LOOK, "%s names no %s", name, has_id ? "commit" : "branch");
	return err_remedy(err, "name the revisions: seamgate --base REV --head REV");
}

/* Either the base's id or its branch must be there. An id that is cut short (Bitbucket's may be)
 * leaves it to the branch. */
static int read_base(struct ci_event *out, const struct ci_job *job,
	const struct ci_request_row *row, struct err *err)
{
	struct text id = optional(job->env, row->base);
	struct oid oid;

	out->base_branch = short_name(optional(job->env, row->branch));
	if (row->base_is_parent)
		return read_parent(out, job, err);
	if (id.len && (oid_parse(id, &oid) || !out->base_branch.len) &&
		ci_id_set(&out->base, id, row->base, err) < 0)
		return -1;
	return out->base.hex.len || out->base_branch.len ? 0 : fail_base(job, row, err);
}

static int label_request(struct ci_event *out, const struct ci_job *job,
	const struct ci_request_row *row, struct err *err)
{
	const char *system = job->system->name, *number;
	bool has_number = find(&row->number, job->env, &number) && strcmp(number, "true") != 0;
	struct text source;

	if (ci_format(&source, job->arena, err, "%s %s", system, row->what) < 0)
		return -1;
	out->source = source.ptr;
	return ci_format(&out->label, job->arena, err, "%s%s%s (%s)", row->what,
		has_number ? " " : "", has_number ? number : "", system);
}

static int read_request(struct ci_event *out, const struct ci_job *job,
	const struct ci_request_row *row, struct err *err)
{
	struct ci_id merge = {{"", 0}, row->merge};

	out->kind = CI_MERGE;
	if (read_head(out, job, &row->head, err) < 0 || read_base(out, job, row, err) < 0 ||
		set_ref(out, job, "heads", optional(job->env, row->from), err) < 0)
		return -1;
	if (row->merge && ci_id_set(&merge, optional(job->env, row->merge), row->merge, err) < 0)
		return -1;
	out->merge = merge.hex;
	return label_request(out, job, row, err);
}

/* --- all else --- */

static bool is_short_id(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!memchr("0123456789abcdef", text.ptr[i], 16))
			return false;
	return text.len >= SHORTEST_ID && text.len < OID_HEX;
}

/* The part before the dots, as a revision: it is cut short. An empty range has none. */
static int read_range(
	struct ci_event *out, const struct ci_push_row *row, struct text range, struct err *err)
{
	static const struct text dots = TEXT("...");
	struct text before = text_slice(range, 0, text_find(range, dots));

	out->base = (struct ci_id){before, row->before};
	if (before.len == 0 || (is_short_id(before) && before.len < range.len))
		return 0;
	err_set(err, ERR_LOOK, "%s is no range of two object ids", row->before);
	return err_remedy(err, "name the revisions: seamgate --base REV --head REV");
}

/* Without an id in it there is none, which is no error. */
static int read_before(struct ci_event *out, const struct ci_job *job,
	const struct ci_push_row *row, struct err *err)
{
	struct text before = optional(job->env, row->before);

	for (size_t i = 0; i < 2; i++)
		if (row->if_all[i].name && !holds(&row->if_all[i], job->env))
			return 0;
	if (before.len == 0)
		return 0;
	out->kind = CI_PUSH;
	out->is_forced = true; /* none of these says that a push was not */
	out->is_build = row->is == BEFORE_BUILD;
	return row->is == BEFORE_RANGE ? read_range(out, row, before, err)
				       : ci_id_set(&out->base, before, row->before, err);
}

static int read_ref(struct ci_event *out, const struct ci_job *job, const struct ci_push_row *row,
	struct err *err)
{
	struct text tag = optional(job->env, row->tag);
	const char *branch;

	if (set_ref(out, job, "heads", optional(job->env, row->ref), err) < 0)
		return -1;
	if (out->ref.len)
		return 0;
	find(&row->branch, job->env, &branch);
	return tag.len ? set_ref(out, job, "tags", tag, err)
		       : set_ref(out, job, "heads", text_of(branch), err);
}

static int label_push(struct ci_event *out, const struct ci_job *job, struct err *err)
{
	const char *system = job->system->name;
	const char *what = out->kind == CI_PUSH && !out->is_build ? "push" : "build";
	struct text ref = out->ref.len ? out->ref : text_of("no branch"), source;

	if (ci_format(&source, job->arena, err, "%s %s", system, what) < 0)
		return -1;
	out->source = source.ptr;
	return ci_format(&out->label, job->arena, err, "%s of %.*s (%s)", what, (int)ref.len,
		ref.ptr, system);
}

static int read_push(struct ci_event *out, const struct ci_job *job, const struct ci_push_row *row,
	struct err *err)
{
	out->kind = CI_OTHER;
	if (read_before(out, job, row, err) < 0 || read_head(out, job, &row->head, err) < 0 ||
		read_ref(out, job, row, err) < 0)
		return -1;
	return label_push(out, job, err);
}

/* A system that has requests alone was found by a variable of one. */
static int refuse_request(const struct ci_variables *variables, struct err *err)
{
	err_set(err, ERR_LOOK, "%s names no commit", variables->requests[0].when.name);
	return err_remedy(err, "name the revisions: seamgate --base REV --head REV");
}

int variables_read(struct ci_event *out, const struct ci_job *job, struct err *err)
{
	const struct ci_variables *variables = job->system->variables;

	*out = (struct ci_event){
		.default_branch = short_name(optional(job->env, variables->default_branch)),
		.default_from = variables->default_branch,
		.full_clone = variables->full_clone,
	};
	for (size_t i = 0; i < MOST_ROWS; i++)
		if (holds(&variables->requests[i].when, job->env))
			return read_request(out, job, &variables->requests[i], err);
	return variables->push.head.items[0] || variables->head_is_checkout
		       ? read_push(out, job, &variables->push, err)
		       : refuse_request(variables, err);
}
