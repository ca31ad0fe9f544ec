/* SPDX-License-Identifier: Apache-2.0
 *
 * What is installed under the name of another package. That entry is often there already, for somebody else, or is a folder
 * of the repository, so that nothing in the lock is new but who gets it.
 */
#include "checks/dependencies/formats/asks.h"
#include "checks/dependencies/judging.h"
#include "checks/dependencies/overrides.h"

static bool is_same_ask(const struct redirect *a, const struct redirect *b)
{
	return text_equal(a->from, b->from) && text_equal(a->version, b->version) &&
	       text_equal(a->place, b->place) && text_equal(a->name, b->name) &&
	       a->is_folder == b->is_folder;
}

static bool is_same(const struct redirect *a, const struct redirect *b)
{
	return is_same_ask(a, b) && text_equal(a->to, b->to);
}

static bool had(const struct lock *base, const struct redirect *redirect)
{
	for (size_t i = 0; i < base->redirects.count; i++)
		if (is_same(&base->redirects.items[i], redirect))
			return true;
	return false;
}

static bool has_asker(const struct lock *base, const struct redirect *redirect)
{
	for (size_t i = 0; i < base->pins.count; i++)
		if (text_equal(base->pins.items[i].name, redirect->from) &&
			text_equal(base->pins.items[i].version, redirect->version))
			return true;
	return false;
}

static bool has_member(const struct lock *lock, struct text folder)
{
	for (size_t i = 0; i < lock->members.count; i++)
		if (text_equal(lock->members.items[i], folder))
			return true;
	return false;
}

static bool asked(const struct lock *base, const struct redirect *redirect)
{
	for (size_t i = 0; i < base->needs.count; i++)
		if (text_equal(base->needs.items[i].name, redirect->name) &&
			text_equal(base->needs.items[i].place, redirect->place))
			return true;
	return false;
}

/* The member that stood in for it is at another place now. */
static bool is_moved(const struct subject *subject, const struct redirect *redirect)
{
	const struct lock *base = &subject->base.lock;

	for (size_t i = 0; i < base->redirects.count; i++)
		if (is_same_ask(&base->redirects.items[i], redirect) &&
			has_member(base, base->redirects.items[i].to) &&
			!has_member(&subject->head.lock, base->redirects.items[i].to))
			return true;
	return false;
}

/* Members stand in for what is asked for by range (link-workspace-packages), and for peers; a member that comes with the change does not take
 * the place of what was a published package. */
static bool may_be_folder(const struct subject *subject, const struct redirect *redirect)
{
	const struct lock *base = &subject->base.lock;

	return has_member(&subject->head.lock, redirect->to) &&
	       (has_member(base, redirect->to) || !asked(base, redirect) ||
		       is_moved(subject, redirect));
}

/* A new version of a package may ask for others under other names. */
static bool is_honest(const struct subject *subject, const struct redirect *redirect)
{
	if (redirect->is_folder)
		return may_be_folder(subject, redirect);
	return redirect->from.len && !has_asker(&subject->base.lock, redirect);
}

static int report(struct judging *judging, const struct subject *subject,
	const struct redirect *redirect, struct err *err)
{
	const struct verdict_on on = {.rule = "dependencies/shadow",
		.subject = subject,
		.name = redirect->name,
		.artifact = redirect->from.len ? redirect->from : redirect->place,
		.version = redirect->version,
		.to = redirect->to,
		.line = redirect->line,
		.column = redirect->column};
	struct text from = redirect->from.len ? redirect->from : text_of("the project");

	return judging_report(judging, &on, err, "%.*s%s%.*s gets %s%.*s in the place of %.*s%s",
		SHOWN(from), redirect->version.len ? " " : "", SHOWN(redirect->version),
		redirect->is_folder ? "the folder " : "", SHOWN(redirect->to),
		SHOWN(redirect->name),
		redirect->from.len ? ", and did not before" : ", and no manifest says so");
}

/* The manifests put that package there, and the lock does not repeat it. */
static bool is_put_there(
	const struct overrides *overrides, const struct lock *lock, const struct redirect *redirect)
{
	for (size_t i = 0; !redirect->is_folder && i < lock->pins.count; i++)
		if (text_equal(lock->pins.items[i].name, redirect->to) &&
			overrides_allow(overrides, &lock->pins.items[i]))
			return true;
	return false;
}

static int judge(struct judging *judging, const struct subject *subject,
	struct overrides *overrides, const struct redirect *redirect, struct err *err)
{
	if (had(&subject->base.lock, redirect) || is_honest(subject, redirect))
		return 0;
	if (overrides_read(overrides, judging, subject, err) < 0)
		return -1;
	return is_put_there(overrides, &subject->head.lock, redirect)
		       ? 0
		       : report(judging, subject, redirect, err);
}

/* Hooks and extensions change what packages ask for. */
static bool has_other_hooks(const struct subject *subject)
{
	const struct asks_index *base = subject->base.lock.index, *head = subject->head.lock.index;

	return base && head && !text_equal(base->mark, head->mark);
}

int judge_redirected(struct judging *judging, const struct subject *subject, struct err *err)
{
	const struct redirects *redirects = &subject->head.lock.redirects;
	struct overrides overrides = {0};

	if (!redirects->count || has_other_hooks(subject))
		return 0;
	for (size_t i = 0; i < redirects->count; i++)
		if (judge(judging, subject, &overrides, &redirects->items[i], err) < 0)
			return -1;
	return 0;
}
