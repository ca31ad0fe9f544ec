/* SPDX-License-Identifier: Apache-2.0
 *
 * Submodules: the commit entries of the tree against .gitmodules. Hosts and schemes of addresses are rules/sources.c's,
 * which sees .gitmodules as a subject.
 */
#include <ctype.h>
#include <string.h>

#include "checks/dependencies/judging.h"
#include "checks/dependencies/subjects.h"
#include "gate/base/keys.h"

extern const struct format format_gitmodules;

/* The submodules of one side, and the numbers of those by their paths, from 1. */
struct list {
	struct lock lock;
	struct keys places;
};

struct modules {
	struct judging *judging;
	struct list base, head;
	bool is_unreadable;     /* the head's list: nothing can be said to be unlisted */
	struct subject listing; /* .gitmodules of the head */
};

/* A list that cannot be read is an incomplete item: of its own subject where it changed, else noted here. */
static int read_list(struct lock *out, bool *is_unreadable, struct judging *judging, enum side side,
	struct err *err)
{
	static const char path[] = ".gitmodules";
	struct err own = {0};
	bool found;

	*is_unreadable = false;
	if (lock_read(out, &found, &format_gitmodules, judging->job, side, text_of(path), &own) ==
		0)
		return 0;
	*out = (struct lock){.arena = judging->job->arena};
	if (own.kind == ERR_INTERNAL) {
		*err = own;
		return -1;
	}
	if (side == SIDE_HEAD && !change_file(judging->job->change, text_of(path)))
		check_incomplete(
			judging->job, text_of(path), own.message, "write it with git submodule");
	*is_unreadable = true;
	return 0;
}

/* Of two at one path the first counts. */
static int index_places(struct list *list, struct err *err)
{
	keys_start(&list->places, list->lock.arena);
	for (size_t i = 0; i < list->lock.pins.count; i++) {
		struct text place = list->lock.pins.items[i].place;
		uint32_t *number;

		while (place.len && place.ptr[place.len - 1] == '/')
			place.len--;
		if (keys_add(&list->places, place, &number, err) < 0)
			return -1;
		if (!*number)
			*number = (uint32_t)i + 1;
	}
	return 0;
}

static const struct pin *at_path(const struct list *list, struct text path)
{
	const uint32_t *number = keys_find(&list->places, path);

	return number ? &list->lock.pins.items[*number - 1] : NULL;
}

/* ---- the same repository ---- */

static struct text plain_path(struct text path)
{
	while (path.len && path.ptr[0] == '/')
		path = text_slice(path, 1, path.len);
	while (path.len && path.ptr[path.len - 1] == '/')
		path.len--;
	return text_ends(path, ".git") ? text_slice(path, 0, path.len - strlen(".git")) : path;
}

/* git@host:owner/name and https://host/owner/name.git are one. */
static bool same_repository(struct text a, struct text b)
{
	struct address left, right;
	bool has_left = address_parse(&left, a), has_right = address_parse(&right, b);

	if (has_left != has_right)
		return false;
	if (!has_left)
		return text_equal(plain_path(a), plain_path(b));
	return text_equal_nocase(left.host, right.host) &&
	       text_equal(plain_path(left.path), plain_path(right.path));
}

/* ---- judging ---- */

static int report_unlisted(const struct modules *modules, struct text path, bool known,
	const char *what, struct err *err)
{
	const struct subject subject = {.format = &format_gitmodules, .head = {.path = path}};
	struct verdict_on on = {.rule = "dependencies/submodule-unlisted",
		.subject = &subject,
		.name = path,
		.known = known};

	return judging_report(
		modules->judging, &on, err, "%.*s is a submodule %s", SHOWN(path), what);
}

static int judge_entry(const struct modules *modules, const struct file *file, struct err *err)
{
	const struct pin *head = at_path(&modules->head, file->path),
			 *base = at_path(&modules->base, file->path);
	bool was_there = file->base_mode == MODE_SUBMODULE;
	struct verdict_on on;

	if (!head)
		return report_unlisted(modules, file->path, was_there && !base,
			"that .gitmodules does not list", err);
	if (head->source.len == 0)
		return report_unlisted(modules, file->path,
			was_there && base && base->source.len == 0,
			"without an address in .gitmodules", err);
	if (!was_there || !base || same_repository(base->source, head->source))
		return 0;
	on = verdict_on_pin("dependencies/submodule-moved", &modules->listing, head);
	on.from = base->source;
	on.to = head->source;
	return judging_report(modules->judging, &on, err,
		"the submodule %.*s is at another commit and comes from another address: %.*s",
		SHOWN(file->path), SHOWN(head->source));
}

/* An address that was taken out while the commit entry stays. */
static int judge_dropped(const struct modules *modules, const struct pin *base, struct err *err)
{
	uint32_t mode;

	if (at_path(&modules->head, base->place) ||
		change_file(modules->judging->job->change, base->place))
		return 0;
	if (base->place.len == 0)
		return 0;
	if (job_mode(modules->judging->job, SIDE_HEAD, base->place, &mode, err) < 0)
		return -1;
	return mode == MODE_SUBMODULE ? report_unlisted(modules, base->place, false,
						"that .gitmodules does not list any more", err)
				      : 0;
}

/* "ext::sh -c …" runs a program; what begins with '-' is taken for an option. */
static bool runs_something(struct text url)
{
	size_t colons = text_find(url, text_of("::"));

	if (url.len && url.ptr[0] == '-')
		return true;
	for (size_t i = 0; i < colons; i++)
		if (!isalnum((unsigned char)url.ptr[i]))
			return false;
	return colons > 0 && colons < url.len;
}

static int judge_address(const struct modules *modules, const struct pin *head, struct err *err)
{
	const struct pin *base = at_path(&modules->base, head->place);
	struct verdict_on on =
		verdict_on_pin("dependencies/source-deceptive", &modules->listing, head);

	if (!runs_something(head->source) && !text_starts(head->place, "-"))
		return 0;
	on.to = head->source;
	on.known = base && text_equal(base->source, head->source);
	return judging_report(modules->judging, &on, err,
		"the submodule %.*s makes git run something: %.*s", SHOWN(head->name),
		SHOWN(head->source));
}

static bool has_submodules(const struct change *change)
{
	for (size_t i = 0; i < change->file_count; i++)
		if (change->files[i].head_mode == MODE_SUBMODULE ||
			text_is(change->files[i].path, ".gitmodules"))
			return true;
	return false;
}

static int judge_all(const struct modules *modules, struct err *err)
{
	const struct change *change = modules->judging->job->change;

	for (size_t i = 0; i < change->file_count; i++)
		if (change->files[i].head_mode == MODE_SUBMODULE &&
			judge_entry(modules, &change->files[i], err) < 0)
			return -1;
	for (size_t i = 0; i < modules->base.lock.pins.count; i++)
		if (judge_dropped(modules, &modules->base.lock.pins.items[i], err) < 0)
			return -1;
	for (size_t i = 0; i < modules->head.lock.pins.count; i++)
		if (judge_address(modules, &modules->head.lock.pins.items[i], err) < 0)
			return -1;
	return 0;
}

int judge_submodules(struct judging *judging, struct err *err)
{
	struct modules modules = {.judging = judging,
		.listing = {
			.format = &format_gitmodules, .head = {.path = text_of(".gitmodules")}}};
	bool base_is_unreadable;

	if (!has_submodules(judging->job->change))
		return 0;
	if (read_list(&modules.base.lock, &base_is_unreadable, judging, SIDE_BASE, err) < 0 ||
		read_list(&modules.head.lock, &modules.is_unreadable, judging, SIDE_HEAD, err) <
			0 ||
		index_places(&modules.base, err) < 0 || index_places(&modules.head, err) < 0 ||
		job_read(judging->job, SIDE_HEAD, text_of(".gitmodules"),
			&modules.listing.head.content, err) < 0)
		return -1;
	return modules.is_unreadable ? 0 : judge_all(&modules, err);
}
