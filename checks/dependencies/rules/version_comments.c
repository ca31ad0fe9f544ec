/* SPDX-License-Identifier: Apache-2.0
 *
 * One commit that two comments call different versions, and one whole version that stands at two commits, over all
 * workflows of the head. Reported where the change touches one of the two.
 */
#include <ctype.h>
#include <stdlib.h>

#include "checks/dependencies/reference.h"
#include "checks/dependencies/references.h"
#include "checks/dependencies/subjects.h"

int claims_add(struct claims *claims, const struct subject *subject, const struct pin *pin,
	struct arena *arena, struct err *err)
{
	struct claim *claim;

	if (pin->comment.len == 0 || !is_whole_commit(pin->version) ||
		!(pin->flags & PIN_REFERENCE))
		return 0;
	if (arena_reserve(arena, (void **)&claims->items, &claims->capacity, claims->count + 1,
		    sizeof(*claims->items)) < 0)
		return err_nomem(err);
	claim = &claims->items[claims->count];
	*claim = (struct claim){.name = arena_text(arena, pin->name),
		.commit = arena_text(arena, pin->version),
		.version = arena_text(arena, pin->comment),
		.path = arena_text(arena, subject->head.path),
		.format = subject->format,
		.line = pin->line,
		.column = pin->column};
	if (!claim->name.ptr || !claim->commit.ptr || !claim->version.ptr || !claim->path.ptr)
		return err_nomem(err);
	claims->count++;
	return 0;
}

/* ---- versions ---- */

static struct text bare(struct text version)
{
	return version.len && (version.ptr[0] == 'v' || version.ptr[0] == 'V')
		       ? text_slice(version, 1, version.len)
		       : version;
}

/* "4" and "4.1.1" may be the same; "4.1" and "4.10" not. */
static bool may_be_same(struct text a, struct text b)
{
	struct text longer, shorter;

	a = bare(a);
	b = bare(b);
	longer = a.len > b.len ? a : b;
	shorter = a.len > b.len ? b : a;
	if (!text_equal(text_slice(longer, 0, shorter.len), shorter))
		return false;
	return longer.len == shorter.len || longer.ptr[shorter.len] == '.';
}

static bool is_whole(struct text version)
{
	struct text rest = bare(version), part;
	size_t parts = 0;

	while (text_next_part(&rest, '.', &part))
		parts += part.len > 0 && isdigit((unsigned char)part.ptr[0]);
	return parts >= 3;
}

/* ---- against the base ---- */

/* One that was another commit under the same whole version. */
static const struct pin *exchanged(const struct pair *pair, const struct pin *pin)
{
	const struct pin *other = NULL;

	for (size_t i = 0; i < pair->base_count; i++) {
		if (!text_equal(bare(pair->base[i]->comment), bare(pin->comment)))
			continue;
		if (text_equal(pair->base[i]->version, pin->version))
			return NULL;
		other = is_fixed(pair->base[i]) ? pair->base[i] : other;
	}
	return other;
}

int judge_exchanged(struct judging *judging, const struct subject *subject, const struct pair *pair,
	const struct pin *pin, struct err *err)
{
	struct verdict_on on = verdict_on_pin("dependencies/version-comment", subject, pin);
	const struct pin *before =
		is_fixed(pin) && is_whole(pin->comment) ? exchanged(pair, pin) : NULL;

	if (!before)
		return 0;
	on.from = before->version;
	on.to = pin->version;
	return judging_report(judging, &on, err,
		"%.*s is another commit than before, and its comment says %.*s as before",
		SHOWN(pin->name), SHOWN(pin->comment));
}

/* ---- all claims of the head ---- */

static int compare(const void *left, const void *right)
{
	const struct claim *a = left, *b = right;
	int order = text_compare(a->name, b->name);

	if (order == 0)
		order = text_compare(a->path, b->path);
	return order ? order : (a->line > b->line) - (a->line < b->line);
}

static int collect_file(struct claims *out, struct judging *judging, const struct format *format,
	struct text path, struct err *err)
{
	struct arena *arena = arena_new();
	struct check_job reading = *judging->job;
	const struct subject subject = {.format = format, .head = {.path = path}};
	struct err own = {0};
	struct lock lock;
	bool found;
	int done = 0;

	if (!arena)
		return err_nomem(err);
	reading.arena = arena;
	if (lock_read(&lock, &found, format, &reading, SIDE_HEAD, path, &own) < 0)
		done = own.kind == ERR_INTERNAL ? err_set(err, own.kind, "%s", own.message) : 0;
	else
		for (size_t i = 0; done == 0 && i < lock.pins.count; i++)
			done = claims_add(
				out, &subject, &lock.pins.items[i], judging->job->arena, err);
	arena_free(arena);
	return done;
}

static bool has_touched(const struct claims *touched, const struct format *format)
{
	for (size_t i = 0; i < touched->count; i++)
		if (touched->items[i].format->ecosystem == format->ecosystem)
			return true;
	return false;
}

static bool is_seen(
	const struct references *references, const struct format *format, struct text path)
{
	for (size_t i = 0; i < references->seen_count; i++)
		if (references->seen_files[i].format == format &&
			text_equal(references->seen_files[i].path, path))
			return true;
	return false;
}

static int collect_unseen(struct claims *out, struct judging *judging, const struct format *format,
	const char *glob, struct err *err)
{
	struct paths paths = {0};

	if (job_match(judging->job, SIDE_HEAD, glob, &paths, err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count && !job_stopped(judging->job); i++)
		if (!is_seen(judging->references, format, paths.items[i]) &&
			collect_file(out, judging, format, paths.items[i], err) < 0)
			return -1;
	return 0;
}

static int collect(struct claims *out, struct judging *judging, struct err *err)
{
	const struct claims *touched = &judging->references->touched;

	*out = judging->references->seen;
	for (size_t f = 0; f < formats.count; f++) {
		const struct format *format = formats.items[f];

		if (!has_touched(touched, format))
			continue;
		for (const char *const *glob = format->globs; *glob; glob++)
			if (collect_unseen(out, judging, format, *glob, err) < 0)
				return -1;
	}
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), compare);
	return 0;
}

static size_t first_of(const struct claims *claims, struct text name)
{
	size_t from = 0, to = claims->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (text_compare(claims->items[middle].name, name) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* ---- judging ---- */

static bool disagree(const struct claim *a, const struct claim *b)
{
	if (text_equal(a->commit, b->commit))
		return !may_be_same(a->version, b->version);
	return is_whole(a->version) && text_equal(bare(a->version), bare(b->version));
}

static int report(struct judging *judging, const struct claim *claim, const struct claim *other,
	struct err *err)
{
	struct subject subject = {.format = claim->format, .head = {.path = claim->path}};
	struct verdict_on on = {.rule = "dependencies/version-comment",
		.subject = &subject,
		.line = claim->line,
		.column = claim->column,
		.name = claim->name,
		.version = claim->version};
	bool same = text_equal(claim->commit, other->commit);

	if (job_read(judging->job, SIDE_HEAD, claim->path, &subject.head.content, err) < 0)
		return -1;
	on.from = same ? other->version : other->commit;
	on.to = same ? claim->version : claim->commit;
	if (same)
		return judging_report(judging, &on, err,
			"%.*s: the same commit is called %.*s here and %.*s in %.*s:%u",
			SHOWN(claim->name), SHOWN(claim->version), SHOWN(other->version),
			SHOWN(other->path), other->line);
	return judging_report(judging, &on, err,
		"%.*s: %.*s is another commit here than in %.*s:%u", SHOWN(claim->name),
		SHOWN(claim->version), SHOWN(other->path), other->line);
}

static bool says_the_same(const struct claim *a, const struct claim *b)
{
	return text_equal(a->name, b->name) && text_equal(a->commit, b->commit) &&
	       text_equal(a->version, b->version);
}

static size_t count_of(const struct claims *claims, const struct claim *claim)
{
	size_t count = 0;

	for (size_t i = first_of(claims, claim->name);
		i < claims->count && text_equal(claims->items[i].name, claim->name); i++)
		count += says_the_same(&claims->items[i], claim);
	return count;
}

static bool is_among(const struct claims *claims, size_t count, const struct claim *claim)
{
	for (size_t i = 0; i < count; i++)
		if (says_the_same(&claims->items[i], claim))
			return true;
	return false;
}

/* The first that disagrees, or NULL. */
static const struct claim *find_other(const struct claims *all, const struct claim *claim)
{
	for (size_t i = first_of(all, claim->name);
		i < all->count && text_equal(all->items[i].name, claim->name); i++)
		if (disagree(claim, &all->items[i]))
			return &all->items[i];
	return NULL;
}

/* Once for what is said the same in many places; and where both sides are touched, only the rarer one. */
static int judge_claim(
	struct judging *judging, const struct claims *all, size_t at, struct err *err)
{
	const struct claims *touched = &judging->references->touched;
	const struct claim *claim = &touched->items[at], *other;

	if (is_among(touched, at, claim))
		return 0;
	other = find_other(all, claim);
	if (!other)
		return 0;
	if (is_among(touched, touched->count, other) && count_of(all, claim) > count_of(all, other))
		return 0;
	return report(judging, claim, other, err);
}

int judge_version_comments(struct judging *judging, struct err *err)
{
	const struct references *references = judging->references;
	struct claims all;

	if (!references || references->touched.count == 0)
		return 0;
	if (collect(&all, judging, err) < 0)
		return -1;
	for (size_t t = 0; t < references->touched.count; t++)
		if (judge_claim(judging, &all, t, err) < 0)
			return -1;
	return 0;
}
